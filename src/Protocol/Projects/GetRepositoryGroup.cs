namespace Homeport.Protocol.Projects;

/// <summary>Asks for one project.</summary>
public sealed record GetRepositoryGroupRequest
{
    public required string Id { get; init; }
}
