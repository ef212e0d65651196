namespace Homeport.Protocol.Approvals;

/// <summary>What a rule covers.</summary>
public sealed record RuleDraft
{
    public required string ToolName { get; init; }
    public required RulePatternKind PatternKind { get; init; }
    public string? Pattern { get; init; }
}

/// <summary>The rule to keep with an answer; its effect is that of the answer.</summary>
public sealed record KeepRule
{
    public required RuleScope Scope { get; init; }
    public required string ToolName { get; init; }
    public required RulePatternKind PatternKind { get; init; }
    public string? Pattern { get; init; }
    public string? Name { get; init; }

    /// <summary>For every agent, not only for the one that asks.</summary>
    public bool? AnyAgent { get; init; }
}
