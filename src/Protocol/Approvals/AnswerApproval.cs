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

    /// <summary>With an approval of a plan: the plan to go by, where the agent takes one.</summary>
    public string? Plan { get; init; }

    /// <summary>The digest of what was shown. With it, an answer to anything else is a <c>conflict</c>.</summary>
    public string? DetailDigest { get; init; }

    /// <summary>With an allowance or a refusal of a permission: the rule to keep.</summary>
    public KeepRule? Keep { get; init; }
}

/// <summary>The approval as it stands now.</summary>
public sealed record ApprovalResponse
{
    public required ApprovalView Approval { get; init; }

    /// <summary>The rule that was kept with the answer.</summary>
    public PermissionRuleView? KeptRule { get; init; }
}
