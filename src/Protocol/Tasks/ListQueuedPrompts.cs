namespace Homeport.Protocol.Tasks;

/// <summary>Asks for the prompts that wait, first one first.</summary>
public sealed record ListQueuedPromptsRequest
{
    public required string TaskId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>queuedPrompts</c>.</summary>
public sealed record ListQueuedPromptsResponse
{
    public required IReadOnlyList<QueuedPromptView> Items { get; init; }
}
