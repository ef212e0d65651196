namespace Homeport.Host.Import;

/// <summary>A session of an agent's own as the host keeps it.</summary>
internal sealed record PastSessionRow
{
    public required string Id { get; init; }
    public required string AgentType { get; init; }
    public required string Path { get; init; }
    public required string NativeId { get; init; }

    /// <summary>The agent's own; empty when it gave none.</summary>
    public string Title { get; init; } = "";

    public string? FirstPrompt { get; init; }
    public string? Folder { get; init; }
    public string? Branch { get; init; }
    public string? Model { get; init; }
    public string? AgentVersion { get; init; }
    public int Messages { get; init; }
    public long Size { get; init; }

    /// <summary>The worker's mark by which a change shows.</summary>
    public long Stamp { get; init; }

    /// <summary>How far it was read.</summary>
    public long ReadTo { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset LastAt { get; init; }

    /// <summary>It belongs to another session and is not shown.</summary>
    public bool IsPart { get; init; }

    /// <summary>What was said, in lower case.</summary>
    public string Words { get; init; } = "";

    /// <summary>The task that was made to go on with it, or in which it came about.</summary>
    public string? TaskId { get; init; }
}
