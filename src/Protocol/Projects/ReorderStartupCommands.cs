namespace Homeport.Protocol.Projects;

/// <summary>Puts the startup commands of a project into this order.</summary>
public sealed record ReorderStartupCommandsRequest
{
    public required string ProjectId { get; init; }

    /// <summary>Each of them once.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}
