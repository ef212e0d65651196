using Homeport.Cli.Tasks;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary>Rules in words.</summary>
internal static class RuleWords
{
    /// <summary>The flag that says the same, quoted for a shell.</summary>
    public static string Flag(RuleDraft rule) => rule.PatternKind switch
    {
        RulePatternKind.Prefix => $"--prefix {Quote(rule.Pattern)}",
        RulePatternKind.Exact => $"--exact {Quote(rule.Pattern)}",
        RulePatternKind.Folder => $"--folder {Quote(rule.Pattern)}",
        RulePatternKind.Any => $"--tool {Quote(rule.ToolName)}",
    };

    public static string Covers(PermissionRuleView rule) =>
        rule.PatternKind == RulePatternKind.Any ? "anything" : $"{TaskWords.Word(rule.PatternKind.ToString())}: {rule.Pattern.ReplaceLineEndings(" ")}";

    public static string Scope(PermissionRuleView rule, IReadOnlyDictionary<string, string> projects) => rule.Scope switch
    {
        RuleScope.Everywhere => "everywhere",
        RuleScope.Project => projects.GetValueOrDefault(rule.RepositoryGroupId ?? "", "a project"),
        RuleScope.Task => $"task {TaskReference.Short(rule.TaskId ?? "")}",
    };

    private static string Quote(string? text) => $"'{text?.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
