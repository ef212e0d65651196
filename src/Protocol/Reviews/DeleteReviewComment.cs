namespace Homeport.Protocol.Reviews;

/// <summary>Throws a draft away.</summary>
public sealed record DeleteReviewCommentRequest
{
    public required string TaskId { get; init; }
    public required string Id { get; init; }
}
