using Homeport.Domain;
using Homeport.Domain.Approvals;
using Homeport.Host.Access;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Takes a person's answer, keeps it, and carries it to the agent. The first answer wins.</summary>
internal sealed class AnswerApproval(Database database, IWorkerRpc worker, PromptQueue prompts, TimeProvider time)
{
    public async Task<Result<ApprovalResponse>> RunAsync(
        AnswerApprovalRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var settled = await database.WriteAsync(scope => Settle(scope, request, new Answerer(caller.Name)), cancellationToken);
        if (settled.Succeeded(out var answered, out _))
        {
            await DeliverAsync(answered.Approval);
        }

        return settled;
    }

    /// <summary>
    /// Carries an answer that is kept to the agent. Not cancellable. An agent that does not ask any more is no error: its turn
    /// has ended, and the end of the turn is told by its report. One whose worker is away gets it when the worker is back.
    /// </summary>
    public async Task DeliverAsync(ApprovalView approval)
    {
        var session = await database.ReadAsync(scope => SessionStore.Find(scope, approval.SessionId), CancellationToken.None);
        var delivered = await worker.CallOnAsync<AnswerAgentRequest, NoResponse>(
            session?.WorkerId,
            WorkerMethods.AnswerAgent,
            new AnswerAgentRequest
            {
                SessionId = approval.SessionId,
                ApprovalId = approval.Id,
                OptionId = approval.Decision!.OptionId,
                Answers = approval.Decision.Answers,
                Reason = approval.Decision.Reason,
                Plan = approval.Decision.Plan,
            },
            CancellationToken.None);
        if (delivered.Succeeded(out _, out var problem) || problem.Code is not (ProblemCode.Unavailable or ProblemCode.Timeout))
        {
            await database.WriteAsync(scope => ApprovalStore.MarkDelivered(scope, approval.Id, time.GetUtcNow()), CancellationToken.None);
        }
    }

    /// <summary>
    /// Inside a work of the store: checks the answer against what was asked and keeps it. A refused answer has changed nothing.
    /// </summary>
    public Result<ApprovalResponse> Settle(WriteScope scope, AnswerApprovalRequest request, Answerer by)
    {
        if (ApprovalStore.Find(scope, request.ApprovalId) is not { } approval)
        {
            return new Problem(ProblemCode.NotFound, $"There is no approval {request.ApprovalId}.");
        }

        if (AnswerChecks.Standing(approval, request) is { } late)
        {
            return late;
        }

        if (AnswerChecks.Check(approval, request) is { Count: > 0 } errors)
        {
            return TaskChecks.Invalid(errors);
        }

        var now = time.GetUtcNow();
        var task = TaskStore.Find(scope, approval.TaskId)
            ?? throw new InvalidOperationException($"Approval {approval.Id} has no task.");
        var option = approval.Options.FirstOrDefault(option => option.Id == request.OptionId);
        PermissionRuleView? rule = null;
        if (option is not null && KeepWith(approval, request, option.Kind) is { } keep)
        {
            var effect = AnswerChecks.IsRefusal(option.Kind) ? RuleEffect.Deny : RuleEffect.Allow;
            var wanted = RuleWriting.FromAnswer(task, keep, effect, by.Name, now);
            if (!RuleWriting.Keep(scope, task.WorkspaceId, wanted, keep.Name).Succeeded(out rule, out var wrong))
            {
                return wrong with { Errors = [.. wrong.Errors.Select(error => error with { Path = $"keep/{error.Path}" })] };
            }
        }

        var decision = new ApprovalDecision
        {
            OptionId = option?.Id,
            OptionKind = option?.Kind,
            Answers = request.Answers,
            Reason = request.Reason,
            Plan = request.Plan,
            By = by.Name,
            RuleId = by.RuleId,
            RuleName = by.RuleName,
            KeptRuleName = rule?.Name,
        };
        ApprovalEffects.Settle(scope, task.WorkspaceId, approval, ApprovalState.Resolved, decision, now);
        var settled = TaskStore.Save(scope, ApprovalEffects.AfterSettling(scope, task, now), now);
        if (approval.TakesReason == ReasonDelivery.Prompt && option is not null && AnswerChecks.IsRefusal(option.Kind) && request.Reason is { Length: > 0 } reason)
        {
            // Its protocol takes no reason with a refusal: it is the next thing that the agent hears. Where no more prompts fit, it is in the timeline.
            prompts.Add(scope, settled, approval.Kind == ApprovalKind.Plan ? $"Keep planning: {reason}" : $"Denied: {approval.Title}\nReason: {reason}", null, isUrgent: false);
        }

        return new ApprovalResponse
        {
            Approval = approval with { State = ApprovalState.Resolved, Decision = decision, DecidedAt = now, Proposals = null },
            KeptRule = rule,
        };
    }

    /// <summary>
    /// The rule that goes with an answer. A plain "always" keeps exactly this, for the project; but not a difference: the very same
    /// edit does not come again, and what the agent means by it (all edits of this session) is the agent's to hold.
    /// </summary>
    private static KeepRule? KeepWith(ApprovalView approval, AnswerApprovalRequest request, ApprovalOptionKind kind) =>
        request.Keep is { } keep ? keep
        : approval is not { Kind: ApprovalKind.Permission, ToolName: { Length: > 0 } tool, Detail.Length: > 0 and <= RuleCheck.LongestPattern } ||
            approval.DetailKind == ApprovalDetailKind.Diff || kind is not (ApprovalOptionKind.AllowAlways or ApprovalOptionKind.RejectAlways) ? null
        : new KeepRule { Scope = RuleScope.Project, ToolName = tool, PatternKind = RulePatternKind.Exact, Pattern = approval.Detail };
}
