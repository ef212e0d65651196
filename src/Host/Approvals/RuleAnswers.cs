using Homeport.Domain.Approvals;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Answers by rules what an agent asks, so that "always" also holds in the next session.</summary>
internal sealed class RuleAnswers(Database database, AnswerApproval answer)
{
    public async Task TryAsync(ApprovalView approval, CancellationToken cancellationToken)
    {
        var settled = await database.WriteAsync(scope => TrySettle(scope, approval), cancellationToken);
        if (settled is not null)
        {
            await answer.DeliverAsync(settled);
        }
    }

    /// <summary>Judges anew whatever waits: the rules have changed.</summary>
    public async Task TryPendingAsync(CancellationToken cancellationToken)
    {
        var pending = await database.ReadAsync(scope => ApprovalStore.AllPending(scope, Workspace.Personal), cancellationToken);
        foreach (var approval in pending)
        {
            await TryAsync(approval, cancellationToken);
        }
    }

    /// <summary>Whether rules answer this, so that nobody has to be asked.</summary>
    public static bool WouldAnswer(ReadScope scope, UnitTask task, ApprovalView approval) =>
        RuleMapping.ToSubject(task, approval) is { } subject && OptionFor(Judge(scope, task, subject), approval) is not null;

    /// <summary>Carries what rules answered to the agent, once it is stored.</summary>
    public async Task DeliverAsync(IEnumerable<ApprovalView> settled)
    {
        foreach (var approval in settled)
        {
            await answer.DeliverAsync(approval);
        }
    }

    /// <summary>Inside a work of the store: answers one that waits, where rules do; null where a person is to be asked.</summary>
    public ApprovalView? TrySettle(WriteScope scope, ApprovalView approval)
    {
        if (ApprovalStore.Find(scope, approval.Id) is not { State: ApprovalState.Pending } pending || TaskStore.Find(scope, pending.TaskId) is not { } task ||
            RuleMapping.ToSubject(task, pending) is not { } subject)
        {
            return null;
        }

        var verdict = Judge(scope, task, subject);
        if (OptionFor(verdict, pending) is not { } option)
        {
            return null;
        }

        var first = verdict.Rules[0];

        var names = string.Join(", ", verdict.Rules.Select(rule => rule.Name));
        return answer.Settle(
            scope,
            new AnswerApprovalRequest
            {
                ApprovalId = pending.Id,
                OptionId = option.Id,
                Reason = verdict.Answer == Judgement.Deny ? $"A rule of the user denies this: {first.Name}. Do not try it in another way." : null,
            },
            new Answerer("rule") { RuleId = first.Id, RuleName = names }).Succeeded(out var settled, out _)
                ? settled.Approval
                : null;
    }

    private static RuleVerdict Judge(ReadScope scope, UnitTask task, RuleSubject subject) =>
        RuleBook.Judge(RuleStore.Reaching(scope, task.WorkspaceId, task.ProjectId, task.Id).Select(RuleMapping.ToRule), subject);

    /// <summary>Only this once: what the agent would remember is not for a rule to grant.</summary>
    private static ApprovalOption? OptionFor(RuleVerdict verdict, ApprovalView approval)
    {
        var wanted = verdict.Answer == Judgement.Allow ? ApprovalOptionKind.AllowOnce : ApprovalOptionKind.RejectOnce;
        return verdict.Answer == Judgement.Ask || verdict.Rules.Count == 0 ? null : approval.Options.FirstOrDefault(option => option.Kind == wanted);
    }
}
