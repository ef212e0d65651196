namespace Homeport.Protocol.Tasks;

/// <summary>Stops the agent: asks it, waits, then ends its whole process tree. The work is kept.</summary>
public sealed record StopTaskExecutionRequest
{
    public required string TaskId { get; init; }
}
