using System.Text.Json.Serialization;

namespace Homeport.Protocol.Approvals;

/// <summary>A kept answer: what matches it is answered by it. A deny beats an ask, and that beats an allow.</summary>
public sealed record PermissionRuleView
{
    public required string Id { get; init; }

    /// <summary>What people call it; made from the pattern unless somebody gave one.</summary>
    public required string Name { get; init; }

    public required RuleEffect Effect { get; init; }
    public required RuleScope Scope { get; init; }

    /// <summary>Set when it reaches to one project, or to a task of it.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>Set when it reaches to one task.</summary>
    public string? TaskId { get; init; }

    /// <summary>The agent it is for; every agent when it is missing.</summary>
    public string? AgentType { get; init; }

    /// <summary><c>shell</c> for commands, <c>edit</c> for edits, <c>*</c> for every tool, <c>mcp__server__*</c>, or the agent's own name of the tool.</summary>
    public required string ToolName { get; init; }

    public required RulePatternKind PatternKind { get; init; }

    /// <summary>The command, its beginning, the folder or the input; empty for <c>any</c>.</summary>
    public required string Pattern { get; init; }

    /// <summary>Who kept it.</summary>
    public string? CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>What a rule answers.</summary>
[JsonConverter(typeof(SnakeCase<RuleEffect>))]
public enum RuleEffect
{
    Allow,
    Ask,
    Deny,
}

/// <summary>How far a rule reaches.</summary>
[JsonConverter(typeof(SnakeCase<RuleScope>))]
public enum RuleScope
{
    Task,
    Project,
    Everywhere,
}

/// <summary>How a pattern is compared.</summary>
[JsonConverter(typeof(SnakeCase<RulePatternKind>))]
public enum RulePatternKind
{
    /// <summary>Whatever the tool is to do.</summary>
    Any,

    /// <summary>Exactly this.</summary>
    Exact,

    /// <summary>Commands that begin with these words, such as <c>npm test *</c>.</summary>
    Prefix,

    /// <summary>Edits in this folder, relative to the worktree or absolute.</summary>
    Folder,
}
