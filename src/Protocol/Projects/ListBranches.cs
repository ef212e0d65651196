namespace Homeport.Protocol.Projects;

/// <summary>Searches the branches of a project's primary repository, newest commit first.</summary>
public sealed record ListBranchesRequest
{
    /// <summary>The project.</summary>
    public required string Id { get; init; }

    /// <summary>Part of the name.</summary>
    public string? Query { get; init; }

    public int? Limit { get; init; }
    public string? Cursor { get; init; }
}

/// <summary>JSON-RPC calls the list <c>branches</c>.</summary>
public sealed record ListBranchesResponse
{
    public required IReadOnlyList<BranchView> Items { get; init; }
    public string? NextCursor { get; init; }
}

/// <summary>One branch.</summary>
public sealed record BranchView
{
    public required string Name { get; init; }
    public required string Commit { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset CommittedAt { get; init; }
    public bool IsRemote { get; init; }

    /// <summary>Checked out in the repository's main folder.</summary>
    public bool IsCurrent { get; init; }
}
