namespace Homeport.Protocol.Tasks;

/// <summary>Edits or moves a prompt that waits.</summary>
public sealed record UpdateQueuedPromptRequest
{
    public required string TaskId { get; init; }
    public required string Id { get; init; }
    public string? Prompt { get; init; }

    /// <summary>The new place, counted from 0.</summary>
    public int? Position { get; init; }

    public long? Version { get; init; }
}
