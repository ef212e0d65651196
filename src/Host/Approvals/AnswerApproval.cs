using Homeport.Domain;
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
internal sealed class AnswerApproval(Database database, IWorkerRpc worker, TimeProvider time)
{
    private const int LongestReason = 10_000;

    public async Task<Result<ApprovalResponse>> RunAsync(
        AnswerApprovalRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var settled = await database.WriteAsync(scope => Settle(scope, request, caller.Name), cancellationToken);
        if (!settled.Succeeded(out var approval, out var problem))
        {
            return problem;
        }

        await DeliverAsync(approval);
        return new ApprovalResponse { Approval = approval };
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
            },
            CancellationToken.None);
        if (delivered.Succeeded(out _, out var problem) || problem.Code is not (ProblemCode.Unavailable or ProblemCode.Timeout))
        {
            await database.WriteAsync(scope => ApprovalStore.MarkDelivered(scope, approval.Id, time.GetUtcNow()), CancellationToken.None);
        }
    }

    /// <summary>Inside a work of the store: checks the answer against what was asked and keeps it.</summary>
    public Result<ApprovalView> Settle(WriteScope scope, AnswerApprovalRequest request, string by)
    {
        if (ApprovalStore.Find(scope, request.ApprovalId) is not { } approval)
        {
            return new Problem(ProblemCode.NotFound, $"There is no approval {request.ApprovalId}.");
        }

        if (approval.State != ApprovalState.Pending)
        {
            return new Problem(
                ProblemCode.Conflict,
                approval.State == ApprovalState.Cancelled
                    ? "The agent does not ask this any more."
                    : $"This was answered already, by {approval.Decision?.By}.");
        }

        if (Check(approval, request) is { Count: > 0 } errors)
        {
            return TaskChecks.Invalid(errors);
        }

        var now = time.GetUtcNow();
        var task = TaskStore.Find(scope, approval.TaskId)
            ?? throw new InvalidOperationException($"Approval {approval.Id} has no task.");
        var option = approval.Options.FirstOrDefault(option => option.Id == request.OptionId);
        var decision = new ApprovalDecision
        {
            OptionId = option?.Id,
            OptionKind = option?.Kind,
            Answers = request.Answers,
            Reason = request.Reason,
            By = by,
        };
        ApprovalEffects.Settle(scope, task.WorkspaceId, approval, ApprovalState.Resolved, decision, now);
        if (approval.Kind == ApprovalKind.Permission && option is not null)
        {
            PermissionRules.Keep(scope, task, approval, option.Kind, now);
        }

        TaskStore.Save(scope, ApprovalEffects.AfterSettling(scope, task, now), now);
        return approval with { State = ApprovalState.Resolved, Decision = decision, DecidedAt = now };
    }

    private static List<FieldError> Check(ApprovalView approval, AnswerApprovalRequest request)
    {
        var errors = new List<FieldError>();
        if (request.Reason?.Length > LongestReason)
        {
            errors.Add(new FieldError("reason", $"A reason has at most {LongestReason:N0} characters."));
        }

        if (approval.Kind == ApprovalKind.Question)
        {
            foreach (var question in approval.Questions ?? [])
            {
                var answer = request.Answers?.FirstOrDefault(answer => answer.QuestionId == question.Id);
                if (answer is not { Values.Count: > 0 } || (!question.MultiSelect && answer.Values.Count > 1))
                {
                    errors.Add(new FieldError(
                        "answers", $"Answer question {question.Id} with {(question.MultiSelect ? "at least one value" : "exactly one value")}."));
                }
            }
        }
        else if (approval.Options.All(option => option.Id != request.OptionId))
        {
            errors.Add(new FieldError(
                "optionId", $"Choose one of {string.Join(", ", approval.Options.Select(option => option.Id))}."));
        }

        return errors;
    }
}
