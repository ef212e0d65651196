namespace Homeport.Protocol.Projects;

/// <summary>Asks what the patterns would copy into a new worktree now.</summary>
public sealed record PreviewCopiedFilesRequest
{
    /// <summary>The project.</summary>
    public required string Id { get; init; }

    /// <summary>Patterns to try; those of the project when left out.</summary>
    public IReadOnlyList<string>? CopyIgnored { get; init; }
}

/// <summary>What would be copied, and what would not although it matches.</summary>
public sealed record PreviewCopiedFilesResponse
{
    /// <summary>At most 200 of them; a folder that is copied whole is one.</summary>
    public required IReadOnlyList<CopiedEntry> Entries { get; init; }

    /// <summary>How many entries there are in all.</summary>
    public required int TotalEntries { get; init; }

    /// <summary>Files in all, those in folders included.</summary>
    public required int Files { get; init; }

    public required long Bytes { get; init; }

    /// <summary>What matches and is left out, with the reason; at most 50.</summary>
    public required IReadOnlyList<SkippedEntry> Skipped { get; init; }
}

/// <summary>A file, or a folder with all that lies in it.</summary>
public sealed record CopiedEntry
{
    /// <summary>Relative to the repository; a folder ends with <c>/</c>.</summary>
    public required string Path { get; init; }

    public required int Files { get; init; }
    public required long Bytes { get; init; }
}

/// <summary>Something that is not copied.</summary>
public sealed record SkippedEntry
{
    public required string Path { get; init; }
    public required string Reason { get; init; }
}
