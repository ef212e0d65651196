namespace Homeport.Protocol.Projects;

/// <summary>Forgets a project that has no tasks outside the trash. No folder is touched.</summary>
public sealed record DeleteRepositoryGroupRequest
{
    public required string Id { get; init; }
}
