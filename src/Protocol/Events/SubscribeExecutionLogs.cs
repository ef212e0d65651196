namespace Homeport.Protocol.Events;

/// <summary>WebSocket and owner socket only: a task's normalised messages as they come.</summary>
public sealed record SubscribeExecutionLogsRequest
{
    public required string TaskId { get; init; }
    public long? FromSequence { get; init; }
}

/// <summary>Pushed as <c>executionLog</c>.</summary>
public static class ExecutionLogNotification
{
    public const string Method = "executionLog";
}
