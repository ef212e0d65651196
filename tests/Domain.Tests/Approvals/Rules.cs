using Homeport.Domain.Approvals;

namespace Homeport.Domain.Tests.Approvals;

/// <summary>Rules and requests, said briefly.</summary>
internal static class Rules
{
    private static int _count;

    public static PermissionRule Allow(string pattern, PatternKind kind = PatternKind.Prefix) => Make(Judgement.Allow, pattern, kind);
    public static PermissionRule Ask(string pattern, PatternKind kind = PatternKind.Prefix) => Make(Judgement.Ask, pattern, kind);
    public static PermissionRule Deny(string pattern, PatternKind kind = PatternKind.Prefix) => Make(Judgement.Deny, pattern, kind);
    public static PermissionRule AllowFolder(string folder) => Allow(folder, PatternKind.Folder) with { Tool = PermissionRule.EditTool };
    public static PermissionRule DenyFolder(string folder) => Deny(folder, PatternKind.Folder) with { Tool = PermissionRule.EditTool };

    public static RuleSubject Command(string text) => new()
    {
        TaskId = "t1",
        ProjectId = "p1",
        Agent = "claude_code",
        Tool = "Bash",
        Class = ToolClass.Shell,
        Detail = text,
        Root = "/work/tree",
    };

    public static RuleSubject Edit(params SubjectPath[] paths) => new()
    {
        TaskId = "t1",
        ProjectId = "p1",
        Agent = "claude_code",
        Tool = "Edit",
        Class = ToolClass.Edit,
        Detail = "--- a\n+++ b\n",
        Paths = paths,
        Root = "/work/tree",
    };

    public static RuleSubject Tool(string name, string input = "{}") => new()
    {
        TaskId = "t1",
        ProjectId = "p1",
        Agent = "claude_code",
        Tool = name,
        Class = ToolClass.Other,
        Detail = input,
    };

    public static Judgement Judge(RuleSubject subject, params PermissionRule[] rules) => RuleBook.Judge(rules, subject).Answer;

    private static PermissionRule Make(Judgement effect, string pattern, PatternKind kind) => new()
    {
        Id = $"r{Interlocked.Increment(ref _count):D6}",
        Name = pattern,
        Effect = effect,
        Reach = RuleReach.Everywhere,
        Tool = PermissionRule.ShellTool,
        Kind = kind,
        Pattern = pattern,
    };
}
