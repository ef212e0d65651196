using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Fleet;

/// <summary>What lies in the trash, newest first. JSON-RPC calls the list <c>trash</c>.</summary>
public sealed record ListTrashResponse
{
    public required IReadOnlyList<TrashItemView> Items { get; init; }
}

/// <summary>One worktree in the trash.</summary>
public sealed record TrashItemView
{
    public required string Id { get; init; }
    public required DateTimeOffset CameAt { get; init; }

    /// <summary>When it goes for good by itself.</summary>
    public required DateTimeOffset GoneAt { get; init; }

    /// <summary>Null where it was not measured yet.</summary>
    public long? Bytes { get; init; }

    public string? TaskId { get; init; }
    public string? TaskTitle { get; init; }
    public TaskState? TaskState { get; init; }

    /// <summary>The task lies in the trash too, and comes out with it.</summary>
    public required bool TaskDeleted { get; init; }

    /// <summary>Where it was.</summary>
    public string? Origin { get; init; }

    /// <summary>Why it cannot be taken out; null when it can.</summary>
    public string? Refusal { get; init; }
}

/// <summary>Puts a worktree back where it was, with the files that git does not know.</summary>
public sealed record RestoreFromTrashRequest
{
    public required string Id { get; init; }
}

/// <summary>Where it is again.</summary>
public sealed record RestoreFromTrashResponse
{
    public string? TaskId { get; init; }
    public required string WorktreePath { get; init; }
}

/// <summary>Removes these for good. That cannot be undone; branches and snapshots stay in the repositories.</summary>
public sealed record EmptyTrashRequest
{
    public required IReadOnlyList<string> Ids { get; init; }
}
