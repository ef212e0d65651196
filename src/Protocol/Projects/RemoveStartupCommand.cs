namespace Homeport.Protocol.Projects;

/// <summary>Takes a startup command from a project.</summary>
public sealed record RemoveStartupCommandRequest
{
    public required string ProjectId { get; init; }
    public required string Id { get; init; }
}
