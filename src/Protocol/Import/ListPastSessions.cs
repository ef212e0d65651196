namespace Homeport.Protocol.Import;

/// <summary>Asks for a page of the sessions that agents keep, newest first. Looks at their stores first when that was not done lately.</summary>
public sealed record ListPastSessionsRequest
{
    /// <summary>Words that must all be in the title, the folder or what was said.</summary>
    public string? Query { get; init; }

    public string? AgentType { get; init; }

    /// <summary>Only those of this folder and what lies below it; absolute.</summary>
    public string? Folder { get; init; }

    /// <summary>True: also those that came about in a task of Homeport.</summary>
    public bool? All { get; init; }

    /// <summary>1 to 200; 50 when left out.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>A page of them. JSON-RPC calls the list <c>pastSessions</c>.</summary>
public sealed record ListPastSessionsResponse
{
    public required IReadOnlyList<PastSessionView> Items { get; init; }
    public string? NextCursor { get; init; }

    /// <summary>The stores are being read right now: ask again in a moment for more.</summary>
    public required bool Reading { get; init; }

    /// <summary>Why the stores could not be read the last time, for a person.</summary>
    public string? Problem { get; init; }
}
