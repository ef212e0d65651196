namespace Homeport.Protocol.Commands;

/// <summary>Asks what a task can run beside its agent, and what of it runs.</summary>
public sealed record ListTaskCommandsRequest
{
    public required string TaskId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>commands</c>.</summary>
public sealed record ListTaskCommandsResponse
{
    public required IReadOnlyList<TaskCommandView> Items { get; init; }
}
