namespace Homeport.Protocol.Reviews;

/// <summary>Changes a draft's text, or resolves or reopens a sent one.</summary>
public sealed record UpdateReviewCommentRequest
{
    public required string TaskId { get; init; }
    public required string Id { get; init; }
    public string? Body { get; init; }
    public CommentState? State { get; init; }
    public long? Version { get; init; }
}
