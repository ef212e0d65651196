using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Sessions;

/// <summary>A turn as the host keeps it.</summary>
internal sealed record TurnRow
{
    public required string Id { get; init; }
    public required string SessionId { get; init; }
    public required string TaskId { get; init; }
    public required int Number { get; init; }
    public required TurnKind Kind { get; init; }
    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }
    public required TurnState State { get; init; }
    public string? StopReason { get; init; }

    /// <summary>The fence of the lease under which it runs; none while it is queued.</summary>
    public long? LeaseToken { get; init; }

    /// <summary>The agent's own session in which it ran, and the agent's name of the place where it ended there.</summary>
    public string? NativeSessionId { get; init; }

    public string? NativePoint { get; init; }

    /// <summary>The rewind that took it back.</summary>
    public string? UndoneBy { get; init; }

    public int? SnapshotBefore { get; init; }
    public int? SnapshotAfter { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
