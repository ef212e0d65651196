namespace Homeport.Protocol.Approvals;

/// <summary>Makes a rule. One that covers the same already is changed to this effect and name.</summary>
public sealed record CreatePermissionRuleRequest
{
    public required RuleEffect Effect { get; init; }
    public required RuleScope Scope { get; init; }

    /// <summary>For <c>project</c>.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>For <c>task</c>.</summary>
    public string? TaskId { get; init; }

    /// <summary>Every agent when it is missing.</summary>
    public string? AgentType { get; init; }

    public required string ToolName { get; init; }
    public required RulePatternKind PatternKind { get; init; }
    public string? Pattern { get; init; }
    public string? Name { get; init; }
}

/// <summary>Changes what is given of a rule.</summary>
public sealed record UpdatePermissionRuleRequest
{
    public required string Id { get; init; }
    public RuleEffect? Effect { get; init; }
    public RuleScope? Scope { get; init; }
    public string? RepositoryGroupId { get; init; }
    public string? TaskId { get; init; }

    /// <summary>Empty for every agent.</summary>
    public string? AgentType { get; init; }

    public string? ToolName { get; init; }
    public RulePatternKind? PatternKind { get; init; }
    public string? Pattern { get; init; }

    /// <summary>Empty for one that is made from the pattern.</summary>
    public string? Name { get; init; }

    /// <summary>The version that was seen; a later one is a conflict.</summary>
    public long? Version { get; init; }
}

/// <summary>The rule as it stands now.</summary>
public sealed record PermissionRuleResponse
{
    public required PermissionRuleView PermissionRule { get; init; }
}
