namespace Homeport.Protocol.Tasks;

/// <summary>Takes a prompt out of the queue.</summary>
public sealed record CancelQueuedPromptRequest
{
    public required string TaskId { get; init; }
    public required string Id { get; init; }
}
