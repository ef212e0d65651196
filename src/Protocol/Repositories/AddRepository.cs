using Homeport.Protocol.Projects;

namespace Homeport.Protocol.Repositories;

/// <summary>Adds a folder, or clones a URL into Homeport's own folder, and makes a project of it.</summary>
public sealed record AddRepositoryRequest
{
    /// <summary>Absolute path of a folder in a git repository. Give this or <see cref="RemoteUrl"/>.</summary>
    public string? Path { get; init; }

    /// <summary>https, ssh or file URL to clone.</summary>
    public string? RemoteUrl { get; init; }

    /// <summary>The folder's name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>Found out when left out.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>Make the first (empty) commit in a repository that has none; without it such a repository is refused.</summary>
    public bool? CreateInitialCommit { get; init; }
}

/// <summary>The repository and the project that was made of it.</summary>
public sealed record AddRepositoryResponse
{
    public required RepositoryView Repository { get; init; }
    public required RepositoryGroupView RepositoryGroup { get; init; }
}
