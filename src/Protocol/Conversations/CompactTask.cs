namespace Homeport.Protocol.Conversations;

/// <summary>Has the agent shorten its own conversation, to make room in its context.</summary>
public sealed record CompactTaskRequest
{
    public required string TaskId { get; init; }
}
