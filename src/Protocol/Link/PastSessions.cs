using Homeport.Protocol.Events;

namespace Homeport.Protocol.Link;

/// <summary>Asks which sessions lie in the agents' own stores on the worker's machine. Nothing of them is read yet.</summary>
public sealed record FindPastSessionsRequest
{
    /// <summary>The last path of the page before.</summary>
    public string? After { get; init; }

    public required int Limit { get; init; }
}

/// <summary>A page in the order of their paths.</summary>
public sealed record FindPastSessionsResponse
{
    public required IReadOnlyList<PastSessionFile> Files { get; init; }
    public required bool HasMore { get; init; }

    /// <summary>Folders that could not be looked into, for a person. What lies in them is not to be taken for gone.</summary>
    public required IReadOnlyList<PastSessionProblem> Problems { get; init; }
}

/// <summary>Where a session lies, and marks by which a change shows.</summary>
public sealed record PastSessionFile
{
    public required string AgentType { get; init; }

    /// <summary>Absolute; in a database, with the session's id behind a <c>#</c>.</summary>
    public required string Path { get; init; }

    public required long Size { get; init; }

    /// <summary>Changes when the session does.</summary>
    public required long Stamp { get; init; }
}

/// <summary>Something that could not be read.</summary>
/// <param name="Path">A folder or file, absolute.</param>
/// <param name="Reason">For a person.</param>
public sealed record PastSessionProblem(string Path, string Reason);

/// <summary>Asks what a session is about, from a place in its file on. A large file takes several calls.</summary>
public sealed record ReadPastSessionRequest
{
    public required string AgentType { get; init; }
    public required string Path { get; init; }

    /// <summary>What an earlier answer gave as <see cref="PastSessionDigest.ReadTo"/>; 0 from its beginning.</summary>
    public required long From { get; init; }
}

/// <summary>What a part of a session tells about it. What is not told there is left out.</summary>
public sealed record PastSessionDigest
{
    /// <summary>The file is another one than before: this begins at its beginning.</summary>
    public required bool Restarted { get; init; }

    /// <summary>The end of the last whole line that was read.</summary>
    public required long ReadTo { get; init; }

    public required bool HasMore { get; init; }
    public required long Size { get; init; }
    public required long Stamp { get; init; }

    public string? NativeSessionId { get; init; }

    /// <summary>The latest title that the agent gave it.</summary>
    public string? Title { get; init; }

    public string? FirstPrompt { get; init; }
    public string? Folder { get; init; }
    public string? Branch { get; init; }
    public string? Model { get; init; }
    public string? AgentVersion { get; init; }
    public required int Messages { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>It belongs to another session, as that of a sub-agent does.</summary>
    public bool? IsPart { get; init; }

    /// <summary>What was said, for the search; cut where it is long.</summary>
    public required string Words { get; init; }
}

/// <summary>Asks for a page of a session's transcript.</summary>
public sealed record ReadPastEventsRequest
{
    public required string AgentType { get; init; }
    public required string Path { get; init; }
    public long? Before { get; init; }
    public long? After { get; init; }
    public required int Limit { get; init; }
}

public sealed record ReadPastEventsResponse
{
    public required IReadOnlyList<EventView> Items { get; init; }
    public required bool HasMore { get; init; }
    public required long Sequence { get; init; }
}
