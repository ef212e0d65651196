namespace Homeport.Protocol.Approvals;

/// <summary>Answers what an agent asks. The first answer wins; a later one is refused as <c>conflict</c>.</summary>
public sealed record AnswerApprovalRequest
{
    public required string ApprovalId { get; init; }

    /// <summary>For a permission or a plan: the option.</summary>
    public string? OptionId { get; init; }

    /// <summary>For a question: an answer to each.</summary>
    public IReadOnlyList<QuestionAnswer>? Answers { get; init; }

    /// <summary>Reaches the agent with a refusal.</summary>
    public string? Reason { get; init; }
}

/// <summary>The approval as it stands now.</summary>
public sealed record ApprovalResponse
{
    public required ApprovalView Approval { get; init; }
}
