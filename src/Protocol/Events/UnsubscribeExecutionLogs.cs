namespace Homeport.Protocol.Events;

/// <summary>Ends this connection's subscriptions to a task's normalised messages.</summary>
public sealed record UnsubscribeExecutionLogsRequest
{
    public required string TaskId { get; init; }
}
