namespace Homeport.Protocol.Tasks;

/// <summary>Sends review comments, and words of one's own, to the agent as one message.</summary>
public sealed record RequestChangesRequest
{
    public required string TaskId { get; init; }
    public string? Message { get; init; }

    /// <summary>The drafts to send; every draft of the task when left out.</summary>
    public IReadOnlyList<string>? CommentIds { get; init; }
}
