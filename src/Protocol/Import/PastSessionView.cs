namespace Homeport.Protocol.Import;

/// <summary>A session that an agent keeps in a store of its own, as it was when it was last read.</summary>
public sealed record PastSessionView
{
    /// <summary>The same for as long as its file stands where it is.</summary>
    public required string Id { get; init; }

    public required string AgentType { get; init; }

    /// <summary>The agent's own id of it.</summary>
    public required string NativeSessionId { get; init; }

    /// <summary>The agent's title of it, or its first prompt's first line.</summary>
    public required string Title { get; init; }

    /// <summary>The first thing that was asked, at most 2,000 characters of it.</summary>
    public string? FirstPrompt { get; init; }

    /// <summary>Where the agent worked, absolute.</summary>
    public string? Folder { get; init; }

    /// <summary>The git branch, where the agent noted it.</summary>
    public string? Branch { get; init; }

    public string? Model { get; init; }
    public string? AgentVersion { get; init; }

    /// <summary>What the person and the agent said, counted.</summary>
    public required int Messages { get; init; }

    /// <summary>The file that it is read from; of a database, with the session's id behind a <c>#</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes, where it has a file of its own.</summary>
    public required long Size { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When something was last said or done in it.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The task that goes on with it, or in which it came about.</summary>
    public string? TaskId { get; init; }
}
