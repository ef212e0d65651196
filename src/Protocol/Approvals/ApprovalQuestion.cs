namespace Homeport.Protocol.Approvals;

/// <summary>One question with its choices; a free answer is always possible.</summary>
public sealed record ApprovalQuestion
{
    public required string Id { get; init; }
    public required string Question { get; init; }

    /// <summary>A word or two above the question.</summary>
    public string? Header { get; init; }

    public bool MultiSelect { get; init; }
    public required IReadOnlyList<ApprovalChoice> Choices { get; init; }
}

/// <summary>One choice of a question.</summary>
public sealed record ApprovalChoice
{
    public required string Label { get; init; }
    public string? Description { get; init; }
}
