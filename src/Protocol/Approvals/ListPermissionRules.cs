namespace Homeport.Protocol.Approvals;

/// <summary>Asks for the kept answers.</summary>
public sealed record ListPermissionRulesRequest
{
    /// <summary>Those of this project and its tasks.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>Those that this task alone has.</summary>
    public string? TaskId { get; init; }

    public RuleScope? Scope { get; init; }
}

/// <summary>JSON-RPC calls the list <c>permissionRules</c>.</summary>
public sealed record ListPermissionRulesResponse
{
    public required IReadOnlyList<PermissionRuleView> Items { get; init; }
}
