using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Sessions;

/// <summary>A session as the host keeps it.</summary>
internal sealed record AgentSessionRow
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string TaskId { get; init; }
    public required string AgentType { get; init; }
    public string? AgentVersion { get; init; }
    public string? Model { get; init; }
    public string? NativeSessionId { get; init; }

    /// <summary>Set until it began: it is to be a copy of that native session up to this point.</summary>
    public string? NativePoint { get; init; }

    /// <summary>What was said before it, as text for its first prompt.</summary>
    public string? Context { get; init; }

    public string? WorkerId { get; init; }
    public required SessionState State { get; init; }
    public required TokenUsage Usage { get; init; }

    /// <summary>The worker's journal, and the last number of it that is stored.</summary>
    public string? JournalId { get; init; }

    public long JournalNumber { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
