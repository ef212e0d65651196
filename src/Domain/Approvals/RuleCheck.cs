namespace Homeport.Domain.Approvals;

/// <summary>Says what is wrong with a rule before it is kept.</summary>
public static class RuleCheck
{
    public const int LongestPattern = 20_000;
    public const int LongestName = 100;

    /// <summary>Null when the pattern is fine.</summary>
    public static string? Pattern(Judgement effect, string tool, PatternKind kind, string pattern) =>
        pattern.Length > LongestPattern ? $"A pattern has at most {LongestPattern:N0} characters." : OfKind(effect, tool, kind, pattern);

    private static string? OfKind(Judgement effect, string tool, PatternKind kind, string pattern) => kind switch
    {
        PatternKind.Any =>
            pattern.Length > 0 ? "A rule for whatever a tool does has no pattern."
            : effect == Judgement.Allow && tool == PermissionRule.AnyTool ? "To allow everything is the mode bypass, not a rule. Name a tool or a pattern."
            : null,
        PatternKind.Prefix => CommandPattern.WhatIsWrong(kind, pattern, effect == Judgement.Allow),
        PatternKind.Exact => pattern.Length == 0 ? "Write exactly what is meant." : null,
        PatternKind.Folder => FolderPattern.WhatIsWrong(pattern),
    };

    /// <summary>Null when the tool's name can be one.</summary>
    public static string? Tool(string tool) =>
        tool.Length is 0 or > 200 || tool.Any(char.IsControl) || tool.Trim() != tool ? "Name the tool: shell, edit, *, or the agent's own name of it."
        : tool.Contains('*') && tool != PermissionRule.AnyTool && !PermissionRule.IsWholeServer(tool)
            ? "A star stands alone for every tool, or at the end of mcp__server__* for every tool of a server."
        : null;

    /// <summary>What a rule without a name is called.</summary>
    public static string NameOf(string tool, PatternKind kind, string pattern)
    {
        var words = kind switch
        {
            PatternKind.Any => tool switch
            {
                PermissionRule.AnyTool => "every tool",
                PermissionRule.ShellTool => "every command",
                PermissionRule.EditTool => "every edit",
                _ => tool,
            },
            PatternKind.Prefix => $"{CommandPattern.WithoutStar(pattern)} *",
            PatternKind.Folder => pattern.Trim() is "." or "./" ? "edits in the worktree" : $"edits in {pattern}",
            PatternKind.Exact => pattern,
        };
        var line = words.ReplaceLineEndings(" ");
        return line.Length > LongestName ? $"{line[..(LongestName - 1)]}…" : line;
    }
}
