namespace Homeport.Protocol.Projects;

/// <summary>Changes what is given of a startup command and leaves the rest. What runs of it goes on as it was started.</summary>
public sealed record UpdateStartupCommandRequest
{
    public required string ProjectId { get; init; }
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? Command { get; init; }

    /// <summary>An empty one is the worktree itself.</summary>
    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<string>? PortNames { get; init; }
    public bool? AutoStart { get; init; }
    public bool? Restart { get; init; }
}
