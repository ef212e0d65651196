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

    private ApprovalView? TrySettle(WriteScope scope, ApprovalView approval)
    {
        if (ApprovalStore.Find(scope, approval.Id) is not { State: ApprovalState.Pending } pending || TaskStore.Find(scope, pending.TaskId) is not { } task ||
            RuleMapping.ToSubject(task, pending) is not { } subject)
        {
            return null;
        }

        var verdict = RuleBook.Judge(RuleStore.Reaching(scope, task.WorkspaceId, task.ProjectId, task.Id).Select(RuleMapping.ToRule), subject);
        if (verdict.Answer == Judgement.Ask || verdict.Rules is not [var first, ..])
        {
            return null;
        }

        var wanted = verdict.Answer == Judgement.Allow ? ApprovalOptionKind.AllowOnce : ApprovalOptionKind.RejectOnce;
        if (pending.Options.FirstOrDefault(option => option.Kind == wanted) is not { } option)
        {
            return null;
        }

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
}
