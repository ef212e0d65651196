namespace Homeport.Protocol.Reviews;

/// <summary>Writes a draft comment.</summary>
public sealed record AddReviewCommentRequest
{
    public required string TaskId { get; init; }
    public required string Path { get; init; }
    public required DiffSide Side { get; init; }
    public required int StartLine { get; init; }
    public required int EndLine { get; init; }
    public string? Quote { get; init; }
    public required string Body { get; init; }
}

/// <summary>One comment.</summary>
public sealed record ReviewCommentResponse
{
    public required ReviewCommentView Comment { get; init; }
}
