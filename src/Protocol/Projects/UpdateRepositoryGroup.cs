namespace Homeport.Protocol.Projects;

/// <summary>Changes what is given and leaves the rest.</summary>
public sealed record UpdateRepositoryGroupRequest
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public int? Color { get; init; }
    public ProjectDefaults? Defaults { get; init; }

    /// <summary>Replaces all of them.</summary>
    public ProjectScripts? Scripts { get; init; }

    public long? Version { get; init; }
}
