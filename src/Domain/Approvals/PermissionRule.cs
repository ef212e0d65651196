namespace Homeport.Domain.Approvals;

/// <summary>A kept answer: what it covers, and what it says to that.</summary>
public sealed record PermissionRule
{
    /// <summary>As the tool: every tool.</summary>
    public const string AnyTool = "*";

    /// <summary>As the tool: what runs commands, whatever its agent calls it.</summary>
    public const string ShellTool = "shell";

    /// <summary>As the tool: what changes files, whatever its agent calls it.</summary>
    public const string EditTool = "edit";

    /// <summary>How the names of tools of MCP servers begin: <c>mcp__server__tool</c>.</summary>
    public const string McpPrefix = "mcp__";

    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    public required Judgement Effect { get; init; }
    public required RuleReach Reach { get; init; }

    /// <summary>Set when it reaches to one project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Set when it reaches to one task.</summary>
    public string? TaskId { get; init; }

    /// <summary>The agent it is for; every agent when null.</summary>
    public string? Agent { get; init; }

    /// <summary>The agent's own name of the tool, one of the constants here, or <c>mcp__server__*</c>.</summary>
    public required string Tool { get; init; }

    public required PatternKind Kind { get; init; }

    /// <summary>Empty for <see cref="PatternKind.Any"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether it speaks about this task, agent and tool at all.</summary>
    public bool Concerns(RuleSubject subject) =>
        (Reach switch
        {
            RuleReach.Everywhere => true,
            RuleReach.Project => ProjectId == subject.ProjectId,
            RuleReach.Task => TaskId == subject.TaskId,
        }) && (Agent is null || Agent == subject.Agent) && CoversTool(subject);

    private bool CoversTool(RuleSubject subject) => Tool switch
    {
        AnyTool => true,
        ShellTool => subject.Class == ToolClass.Shell,
        EditTool => subject.Class == ToolClass.Edit,
        _ when IsWholeServer(Tool) => subject.Tool.StartsWith(Tool[..^1], StringComparison.Ordinal),
        _ => Tool == subject.Tool,
    };

    /// <summary><c>mcp__server__*</c>; a star anywhere else in a tool's name is a letter like others.</summary>
    internal static bool IsWholeServer(string tool) =>
        tool.StartsWith(McpPrefix, StringComparison.Ordinal) && tool.EndsWith("__*", StringComparison.Ordinal) && tool.Length > McpPrefix.Length + 3;
}
