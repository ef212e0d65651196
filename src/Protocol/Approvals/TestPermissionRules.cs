namespace Homeport.Protocol.Approvals;

/// <summary>Asks what rules would say. One of command, path and toolName says to what.</summary>
public sealed record TestPermissionRulesRequest
{
    /// <summary>In this task; without one, only rules of the project and those for everywhere count.</summary>
    public string? TaskId { get; init; }

    public string? RepositoryGroupId { get; init; }

    /// <summary>The agent that would ask; without one, only rules for every agent count, or those of the task's agent.</summary>
    public string? AgentType { get; init; }

    /// <summary>A command line.</summary>
    public string? Command { get; init; }

    /// <summary>A file to be edited: absolute, or relative to the worktree. Links are not looked at.</summary>
    public string? Path { get; init; }

    /// <summary>Another tool, by the agent's name of it; beside a command or a path, the agent's name of that tool.</summary>
    public string? ToolName { get; init; }

    /// <summary>Of another tool: its input.</summary>
    public string? Input { get; init; }
}

/// <summary>What would become of it.</summary>
public sealed record TestPermissionRulesResponse
{
    /// <summary><c>ask</c> also where no rule has anything to say.</summary>
    public required RuleEffect Effect { get; init; }

    /// <summary>The rules that decide, the most specific first; empty where none does.</summary>
    public required IReadOnlyList<PermissionRuleView> Rules { get; init; }

    /// <summary>Of a command line: each command in it.</summary>
    public required IReadOnlyList<TestedPart> Parts { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>One command of a command line.</summary>
public sealed record TestedPart
{
    public required string Text { get; init; }
    public required RuleEffect Effect { get; init; }
    public string? RuleName { get; init; }
}
