namespace Homeport.Protocol.Approvals;

/// <summary>What was answered, and by whom.</summary>
public sealed record ApprovalDecision
{
    /// <summary>The option that was chosen; none for a question's answers or a cancellation.</summary>
    public string? OptionId { get; init; }

    public ApprovalOptionKind? OptionKind { get; init; }
    public IReadOnlyList<QuestionAnswer>? Answers { get; init; }
    public string? Reason { get; init; }

    /// <summary>The plan as the person changed it.</summary>
    public string? Plan { get; init; }

    /// <summary>When rules answered: the one that decided, the most specific of them.</summary>
    public string? RuleId { get; init; }

    /// <summary>The names of the rules that decided, as they were then.</summary>
    public string? RuleName { get; init; }

    /// <summary>The name of the rule that was kept with the answer.</summary>
    public string? KeptRuleName { get; init; }

    /// <summary>Who answered: a person's name, <c>rule</c>, or <c>agent</c> for a cancellation.</summary>
    public required string By { get; init; }
}

/// <summary>The answer to one question: labels of choices, or free text.</summary>
public sealed record QuestionAnswer
{
    public required string QuestionId { get; init; }
    public required IReadOnlyList<string> Values { get; init; }
}
