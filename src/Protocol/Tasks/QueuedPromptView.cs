namespace Homeport.Protocol.Tasks;

/// <summary>A prompt that waits for its turn.</summary>
public sealed record QueuedPromptView
{
    public required string Id { get; init; }
    public required string TaskId { get; init; }
    public required string Prompt { get; init; }
    public IReadOnlyList<PromptAttachment>? Attachments { get; init; }
    public required int Position { get; init; }

    /// <summary>The turn that runs is being stopped for it, so it comes next however that one ends.</summary>
    public bool? Urgent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}
