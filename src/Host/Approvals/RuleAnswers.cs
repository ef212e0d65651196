using Homeport.Host.Tasks;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Answers by a kept rule what an agent asks, so that "always" also holds in the next session.</summary>
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

    private ApprovalView? TrySettle(WriteScope scope, ApprovalView approval)
    {
        if (TaskStore.Find(scope, approval.TaskId) is not { } task || PermissionRules.Match(scope, task, approval) is not { } effect)
        {
            return null;
        }

        var wanted = effect == RuleEffect.Allow ? ApprovalOptionKind.AllowOnce : ApprovalOptionKind.RejectOnce;
        return approval.Options.FirstOrDefault(option => option.Kind == wanted) is { } option &&
            answer.Settle(scope, new AnswerApprovalRequest { ApprovalId = approval.Id, OptionId = option.Id }, "rule")
                .Succeeded(out var settled, out _)
                    ? settled
                    : null;
    }
}
