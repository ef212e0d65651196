namespace Homeport.Protocol.Projects;

/// <summary>Gives a project another startup command, as its last.</summary>
public sealed record AddStartupCommandRequest
{
    public required string ProjectId { get; init; }
    public required string Name { get; init; }
    public required string Command { get; init; }
    public string? WorkingDirectory { get; init; }
    public IReadOnlyList<string>? PortNames { get; init; }
    public bool? AutoStart { get; init; }
    public bool? Restart { get; init; }
}
