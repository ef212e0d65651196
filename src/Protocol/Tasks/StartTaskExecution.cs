namespace Homeport.Protocol.Tasks;

/// <summary>Queues a task; an agent starts as soon as the worker has room.</summary>
public sealed record StartTaskExecutionRequest
{
    public required string TaskId { get; init; }
}

/// <summary>The session that the turn will run in.</summary>
public sealed record StartTaskExecutionResponse
{
    public required bool Started { get; init; }
    public required string SessionId { get; init; }
    public required UnitTaskView Task { get; init; }
}
