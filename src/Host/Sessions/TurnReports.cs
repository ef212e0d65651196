using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Approvals;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Takes the report that a turn is over, and starts what waits behind it.</summary>
internal sealed class TurnReports(Database database, TurnQueue queue, PromptQueue prompts, PriceTable prices, TimeProvider time)
{
    /// <summary>A report under an old lease is refused; one that comes twice is taken once.</summary>
    public async Task<Result<NoResponse>> AcceptAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken)
    {
        var accepted = await database.WriteAsync(scope => Accept(scope, report), cancellationToken);
        queue.Signal(); // there is room again, and perhaps a prompt behind it
        return accepted;
    }

    private Result<NoResponse> Accept(WriteScope scope, ReportTaskCompleteRequest report)
    {
        if (SessionStore.FindTurn(scope, report.TurnId) is not { } turn || TaskStore.Find(scope, turn.TaskId) is not { } task)
        {
            return new Problem(ProblemCode.NotFound, $"There is no turn {report.TurnId}.");
        }

        if (turn.LeaseToken != report.LeaseToken)
        {
            return new Problem(ProblemCode.LeaseLost, "This turn was given to another lease; the report is not taken.");
        }

        if (turn.State != TurnState.Running)
        {
            return new NoResponse(); // heard before, or the turn was given up meanwhile
        }

        var now = time.GetUtcNow();
        report = WithCost(scope, task, turn, report, now);
        task = CancelPending(scope, task, now) with
        {
            Changes = report.Changes ?? task.Changes,
            HeadCommit = report.HeadCommit ?? task.HeadCommit,
            Usage = Add(task.Usage, report.Usage),
            TurnId = null,
            Failure = report.Failure,
            LimitResetsAt = report.LimitResetsAt,
        };
        EndSession(scope, report);
        TurnEnd.Write(
            scope, task,
            turn with
            {
                SnapshotBefore = report.SnapshotBefore?.Number,
                SnapshotAfter = report.SnapshotAfter?.Number,
                NativeSessionId = report.NativeSessionId,
                NativePoint = report.NativeSessionId is null ? null : report.NativePoint,
            },
            report.Outcome, report.Failure, report.StopReason, now);
        task = TaskStore.Save(scope, Settle(scope, task, turn, report.Outcome, now), now);
        if ((report.Outcome == TurnOutcome.Completed && turn.Kind != TurnKind.Summary) || PromptQueue.IsUrgent(scope, task))
        {
            prompts.StartNext(scope, task);
        }

        return new NoResponse();
    }

    private static UnitTask Settle(WriteScope scope, UnitTask task, TurnRow turn, TurnOutcome outcome, DateTimeOffset now)
    {
        if (!task.IsActive)
        {
            return task; // it was given up while the turn ended
        }

        return outcome switch
        {
            TurnOutcome.Completed when task.Changes is { Files: > 0 } => Rested(task).MoveOrThrow(UnitTaskState.InReview, now),
            TurnOutcome.Completed => Rested(task).MoveOrThrow(UnitTaskState.Done, now),
            TurnOutcome.Interrupted => BudgetPause.Interrupt(scope, Rested(task), turn, now),
            TurnOutcome.Failed => SelfResume.AfterFailure(scope, task, now),
            TurnOutcome.Limited => SelfResume.AfterLimit(scope, Rested(task), now),
        };

        static UnitTask Rested(UnitTask task) => task with { Attempt = 0, MaxAttempts = null };
    }

    /// <summary>The report with what the turn cost, also where the agent did not tell it; it is written down.</summary>
    private ReportTaskCompleteRequest WithCost(WriteScope scope, UnitTask task, TurnRow turn, ReportTaskCompleteRequest report, DateTimeOffset now)
    {
        if (report.Usage is not { } told || SessionStore.Find(scope, turn.SessionId) is not { } session)
        {
            return report;
        }

        var usage = prices.Price(told, session.Model);
        TurnUsageStore.Record(scope, task, session, turn.Id, usage, isReported: true, now);
        return report with { Usage = usage };
    }

    /// <summary>What an agent still asked when it stopped is not asked any more; the task is running again then.</summary>
    private static UnitTask CancelPending(WriteScope scope, UnitTask task, DateTimeOffset now)
    {
        foreach (var approval in ApprovalStore.Pending(scope, task.Id))
        {
            ApprovalEffects.Settle(
                scope, task.WorkspaceId, approval, ApprovalState.Cancelled, new ApprovalDecision { By = "agent" }, now);
        }

        return ApprovalEffects.AfterSettling(scope, task, now);
    }

    private static void EndSession(WriteScope scope, ReportTaskCompleteRequest report)
    {
        if (SessionStore.Find(scope, report.SessionId) is { } session)
        {
            SessionStore.Save(scope, session with
            {
                State = session.State == SessionState.Ended ? SessionState.Ended : SessionState.Idle,
                NativeSessionId = report.NativeSessionId ?? session.NativeSessionId,
                Usage = Add(session.Usage, report.Usage),
            });
        }
    }

    private static TokenUsage Add(TokenUsage sum, TokenUsage? turn) => turn is null
        ? sum
        : new TokenUsage
        {
            InputTokens = sum.InputTokens + turn.InputTokens,
            OutputTokens = sum.OutputTokens + turn.OutputTokens,
            CacheReadTokens = sum.CacheReadTokens + turn.CacheReadTokens,
            CacheWriteTokens = sum.CacheWriteTokens + turn.CacheWriteTokens,
            CostUsd = sum.CostUsd is null && turn.CostUsd is null ? null : (sum.CostUsd ?? 0) + (turn.CostUsd ?? 0),
            CostEstimated = sum.CostEstimated == true || turn.CostEstimated == true ? true : null,
            ContextUsed = turn.ContextUsed ?? sum.ContextUsed,
            ContextSize = turn.ContextSize ?? sum.ContextSize,
        };
}
