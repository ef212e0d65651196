namespace Homeport.Protocol.Link;

/// <summary>Host to worker: which files by which programs are run does a worktree have beside the trusted ones?</summary>
public sealed record FindUntrustedRequest
{
    public required string WorktreePath { get; init; }

    /// <summary>From where ignored files are about to be copied.</summary>
    public required string RepositoryPath { get; init; }

    /// <summary>The patterns of these; empty when nothing is copied.</summary>
    public required IReadOnlyList<string> CopyIgnored { get; init; }

    /// <summary>The hashes of what is trusted.</summary>
    public required IReadOnlyList<string> Trusted { get; init; }
}

/// <summary>By path; empty when there is nothing to ask.</summary>
public sealed record FindUntrustedResponse
{
    public required IReadOnlyList<UntrustedFile> Files { get; init; }
}

/// <summary>One that is not trusted.</summary>
public sealed record UntrustedFile
{
    public required string Path { get; init; }
    public required string Hash { get; init; }
    public required long Size { get; init; }
    public required bool Executable { get; init; }
    public string? LinkTarget { get; init; }

    /// <summary>Left out where it is no text, or longer than 64 KiB.</summary>
    public string? Text { get; init; }
}
