namespace Homeport.Protocol.Projects;

/// <summary>Makes a project of repositories that were added.</summary>
public sealed record CreateRepositoryGroupRequest
{
    public required string Name { get; init; }

    /// <summary>In order; the first is the primary one.</summary>
    public required IReadOnlyList<string> RepositoryIds { get; init; }

    public int? Color { get; init; }
    public ProjectDefaults? Defaults { get; init; }
}

/// <summary>One project.</summary>
public sealed record RepositoryGroupResponse
{
    public required RepositoryGroupView RepositoryGroup { get; init; }
}
