namespace Homeport.Protocol.Reviews;

/// <summary>Asks for a task's comments, in file and line order.</summary>
public sealed record ListReviewCommentsRequest
{
    public required string TaskId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>comments</c>.</summary>
public sealed record ListReviewCommentsResponse
{
    public required IReadOnlyList<ReviewCommentView> Items { get; init; }
}
