namespace Homeport.Protocol.Approvals;

/// <summary>Asks for the kept answers.</summary>
public sealed record ListPermissionRulesRequest
{
    public string? RepositoryGroupId { get; init; }
}

/// <summary>JSON-RPC calls the list <c>permissionRules</c>.</summary>
public sealed record ListPermissionRulesResponse
{
    public required IReadOnlyList<PermissionRuleView> Items { get; init; }
}
