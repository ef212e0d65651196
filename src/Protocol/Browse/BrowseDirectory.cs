namespace Homeport.Protocol.Browse;

/// <summary>Asks what is in a folder, to pick a repository.</summary>
public sealed record BrowseDirectoryRequest
{
    /// <summary>An absolute path under one of the roots; the first root when left out.</summary>
    public string? Path { get; init; }

    public bool? Hidden { get; init; }
}

/// <summary>Folders first, each list in name order; at most 2,000 entries.</summary>
public sealed record BrowseDirectoryResponse
{
    public required string Path { get; init; }

    /// <summary>None at a root.</summary>
    public string? Parent { get; init; }

    public required IReadOnlyList<BrowseEntry> Entries { get; init; }
    public bool Truncated { get; init; }
}

/// <summary>One folder.</summary>
public sealed record BrowseEntry
{
    public required string Name { get; init; }
    public required string Path { get; init; }

    /// <summary>It is the top of a git repository.</summary>
    public required bool IsRepository { get; init; }
}
