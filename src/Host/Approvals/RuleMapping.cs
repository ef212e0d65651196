using System.Security.Cryptography;
using System.Text;
using Homeport.Domain.Approvals;
using Homeport.Host.Tasks;
using Homeport.Protocol.Approvals;

namespace Homeport.Host.Approvals;

/// <summary>Between the words of the wire and those of the rules.</summary>
internal static class RuleMapping
{
    public static PermissionRule ToRule(PermissionRuleView view) => new()
    {
        Id = view.Id,
        Name = view.Name,
        Effect = ToJudgement(view.Effect),
        Reach = view.Scope switch
        {
            RuleScope.Task => RuleReach.Task,
            RuleScope.Project => RuleReach.Project,
            RuleScope.Everywhere => RuleReach.Everywhere,
        },
        ProjectId = view.RepositoryGroupId,
        TaskId = view.TaskId,
        Agent = view.AgentType,
        Tool = view.ToolName,
        Kind = ToKind(view.PatternKind),
        Pattern = view.Pattern,
    };

    public static Judgement ToJudgement(RuleEffect effect) => effect switch
    {
        RuleEffect.Allow => Judgement.Allow,
        RuleEffect.Ask => Judgement.Ask,
        RuleEffect.Deny => Judgement.Deny,
    };

    public static RuleEffect ToEffect(Judgement judgement) => judgement switch
    {
        Judgement.Allow => RuleEffect.Allow,
        Judgement.Ask => RuleEffect.Ask,
        Judgement.Deny => RuleEffect.Deny,
    };

    public static PatternKind ToKind(RulePatternKind kind) => kind switch
    {
        RulePatternKind.Any => PatternKind.Any,
        RulePatternKind.Exact => PatternKind.Exact,
        RulePatternKind.Prefix => PatternKind.Prefix,
        RulePatternKind.Folder => PatternKind.Folder,
    };

    private static RulePatternKind ToPatternKind(PatternKind kind) => kind switch
    {
        PatternKind.Any => RulePatternKind.Any,
        PatternKind.Exact => RulePatternKind.Exact,
        PatternKind.Prefix => RulePatternKind.Prefix,
        PatternKind.Folder => RulePatternKind.Folder,
    };

    /// <summary>What rules judge of a request; null for what no rule answers: a question or a plan.</summary>
    public static RuleSubject? ToSubject(UnitTask task, ApprovalView approval) => approval.Kind != ApprovalKind.Permission ? null : new()
    {
        TaskId = task.Id,
        ProjectId = task.ProjectId,
        Agent = task.AgentType,
        Tool = approval.ToolName ?? "",
        Class =
            approval.DetailKind == ApprovalDetailKind.Command ? ToolClass.Shell
            : approval.DetailKind == ApprovalDetailKind.Diff || approval.Paths is { Count: > 0 } ? ToolClass.Edit
            : ToolClass.Other,
        Detail = approval.Detail,
        Paths = [.. (approval.Paths ?? []).Select(path => new SubjectPath(path.Path, path.Target))],
        Root = task.WorktreePath,
    };

    /// <summary>What an agent asks, with what can be kept of the answer and the digest of what is shown.</summary>
    public static ApprovalView Complete(UnitTask task, ApprovalView approval) => approval with
    {
        DetailDigest = Digest(approval),
        Proposals = ToSubject(task, approval) is { } subject
            ?
            [
                .. RuleProposals.For(subject).Where(proposal => proposal.Tool.Length > 0).Select(proposal => new RuleDraft
                {
                    ToolName = proposal.Tool,
                    PatternKind = ToPatternKind(proposal.Kind),
                    Pattern = proposal.Pattern.Length > 0 ? proposal.Pattern : null,
                }),
            ]
            : null,
    };

    private static string Digest(ApprovalView approval) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{approval.Id}\n{approval.ToolName}\n{approval.Title}\n{approval.Detail}")));
}
