using System.Text.Json.Serialization;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Fleet;

/// <summary>Asks what could be cleaned up. Nothing is changed.</summary>
public sealed record PreviewCleanupRequest
{
    /// <summary>Only what ended, or came into the trash, at least so many days ago. 7 when left out.</summary>
    public int? OlderThanDays { get; init; }
}

/// <summary>JSON-RPC calls the list <c>candidates</c>.</summary>
public sealed record PreviewCleanupResponse
{
    public required IReadOnlyList<CleanupItemView> Items { get; init; }

    /// <summary>What is younger than this is not shown.</summary>
    public required DateTimeOffset OlderThan { get; init; }
}

/// <summary>One thing that could go.</summary>
public sealed record CleanupItemView
{
    /// <summary>To be given back with <see cref="Fingerprint"/> to remove exactly this.</summary>
    public required string Id { get; init; }

    /// <summary>Changes with the thing: what was changed after it was shown is not removed.</summary>
    public required string Fingerprint { get; init; }

    public required CleanupKind Kind { get; init; }
    public string? TaskId { get; init; }
    public string? TaskTitle { get; init; }
    public TaskState? TaskState { get; init; }
    public required long Bytes { get; init; }
    public required long Files { get; init; }

    /// <summary>When its task ended, or when it came into the trash.</summary>
    public required DateTimeOffset Since { get; init; }

    public required CleanupKeeps Keeps { get; init; }

    /// <summary>Why it is shown but never removed.</summary>
    public string? Refusal { get; init; }
}

/// <summary>What kind of thing could go.</summary>
[JsonConverter(typeof(SnakeCase<CleanupKind>))]
public enum CleanupKind
{
    /// <summary>The worktree of a task that ended; it goes into the trash.</summary>
    Worktree,

    /// <summary>A worktree whose task is gone; it goes into the trash.</summary>
    Orphan,

    /// <summary>A folder in the trash; it goes for good.</summary>
    Trash,

    /// <summary>An old log; it goes for good.</summary>
    Leftover,
}

/// <summary>What is kept of a thing that goes.</summary>
[JsonConverter(typeof(SnakeCase<CleanupKeeps>))]
public enum CleanupKeeps
{
    /// <summary>All of it for some days, and then its branch and snapshots: it can be undone.</summary>
    TrashAndSnapshot,

    /// <summary>The branch and the snapshots in the repository, without ignored files.</summary>
    Snapshot,

    Nothing,
}

/// <summary>Removes exactly what was shown.</summary>
public sealed record CleanUpRequest
{
    public required IReadOnlyList<CleanupChoice> Items { get; init; }
}

/// <summary>One thing as it was shown.</summary>
public sealed record CleanupChoice(string Id, string Fingerprint);

/// <summary>One result for each, in their order.</summary>
public sealed record CleanUpResponse
{
    public required IReadOnlyList<CleanupResult> Results { get; init; }

    /// <summary>What was freed at once. What went into the trash still takes its room.</summary>
    public required long FreedBytes { get; init; }
}

/// <summary>What became of one thing.</summary>
public sealed record CleanupResult
{
    public required string Id { get; init; }

    /// <summary>It is gone from its place.</summary>
    public required bool Removed { get; init; }

    public required long FreedBytes { get; init; }

    /// <summary>Where it lies now; it can be taken out again.</summary>
    public string? TrashId { get; init; }

    /// <summary>Why it is still there.</summary>
    public string? Message { get; init; }
}
