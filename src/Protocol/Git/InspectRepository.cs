namespace Homeport.Protocol.Git;

/// <summary>Asks what stands in a folder.</summary>
public sealed record InspectRepositoryRequest
{
    public required string Path { get; init; }

    /// <summary>Make the first commit where there is none.</summary>
    public bool CreateInitialCommit { get; init; }
}

/// <summary>A repository as git sees it.</summary>
public sealed record InspectRepositoryResponse
{
    /// <summary>The real absolute path of its top folder.</summary>
    public required string TopLevel { get; init; }

    public required bool IsBare { get; init; }

    /// <summary>None when HEAD is detached.</summary>
    public string? HeadBranch { get; init; }

    /// <summary>None in a repository without a commit.</summary>
    public string? HeadCommit { get; init; }

    /// <summary>The remote's HEAD, else <c>main</c> or <c>master</c>, else the checked-out branch.</summary>
    public string? DefaultBranch { get; init; }

    public string? RemoteUrl { get; init; }
    public required bool IsDirty { get; init; }
}
