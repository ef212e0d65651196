namespace Homeport.Protocol.Conversations;

/// <summary>Finds files of a task's worktree by a part of their path, as one types it.</summary>
public sealed record SearchTaskFilesRequest
{
    public required string TaskId { get; init; }

    /// <summary>Letters of the path in their order; at most 200 of them.</summary>
    public required string Query { get; init; }

    /// <summary>1 to 50; 12 when left out.</summary>
    public int? Limit { get; init; }
}

/// <summary>The best ones first. JSON-RPC calls the list <c>files</c>.</summary>
public sealed record SearchTaskFilesResponse
{
    public required IReadOnlyList<FoundFile> Items { get; init; }
}

/// <summary>A file that fits.</summary>
/// <param name="Path">From the worktree's top, with <c>/</c>.</param>
public sealed record FoundFile(string Path);
