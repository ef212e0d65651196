using System.Text.Json.Serialization;

namespace Homeport.Protocol.Approvals;

/// <summary>A kept answer: the next request that matches is answered by it.</summary>
public sealed record PermissionRuleView
{
    public required string Id { get; init; }
    public required string RepositoryGroupId { get; init; }
    public required string AgentType { get; init; }
    public required string ToolName { get; init; }

    /// <summary>The exact detail (command or path) that was allowed; every detail when empty.</summary>
    public required string Pattern { get; init; }

    public required RuleEffect Effect { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a rule answers.</summary>
[JsonConverter(typeof(SnakeCase<RuleEffect>))]
public enum RuleEffect
{
    Allow,
    Deny,
}
