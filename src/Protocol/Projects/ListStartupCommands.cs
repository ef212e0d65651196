namespace Homeport.Protocol.Projects;

/// <summary>Asks for the startup commands of a project, in their order.</summary>
public sealed record ListStartupCommandsRequest
{
    public required string ProjectId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>commands</c>.</summary>
public sealed record ListStartupCommandsResponse
{
    public required IReadOnlyList<StartupCommand> Items { get; init; }
}
