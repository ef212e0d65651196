using Homeport.Host.Approvals;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Sessions;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Sessions;

/// <summary>Turns whose worker is gone or gave them up: what ran becomes <c>interrupted</c>, and its work is still there.</summary>
internal sealed partial class LostSessions(Database database, TurnQueue queue, PromptQueue prompts, TimeProvider time, ILogger<LostSessions> logger)
{
    /// <summary>What still counts as running in a session that was stopped.</summary>
    public Task MarkSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        MarkAsync(turn => turn.SessionId == sessionId, cancellationToken);

    /// <summary>The turns of leases that hold no more.</summary>
    public Task MarkLeasesAsync(IReadOnlyCollection<long> tokens, CancellationToken cancellationToken) =>
        MarkAsync(turn => turn.LeaseToken is { } token && tokens.Contains(token), cancellationToken);

    private async Task MarkAsync(Func<TurnRow, bool> isLost, CancellationToken cancellationToken)
    {
        var count = await database.WriteAsync(
            scope =>
            {
                var turns = SessionStore.TurnsInState(scope, TurnState.Running).Where(turn => isLost(turn)).ToArray();
                foreach (var turn in turns)
                {
                    Mark(scope, turn);
                }

                return turns.Length;
            },
            cancellationToken);
        if (count > 0)
        {
            queue.Signal();
            LogMarked(count);
        }
    }

    /// <summary>One turn that runs nowhere, inside a work of the store.</summary>
    public void Mark(WriteScope scope, TurnRow turn)
    {
        var now = time.GetUtcNow();
        if (SessionStore.Find(scope, turn.SessionId) is { } session)
        {
            SessionStore.Save(scope, session with { State = SessionState.Ended, EndedAt = now });
        }

        if (TaskStore.Find(scope, turn.TaskId) is not { } task)
        {
            return;
        }

        foreach (var approval in ApprovalStore.Pending(scope, task.Id))
        {
            ApprovalEffects.Settle(scope, task.WorkspaceId, approval, ApprovalState.Cancelled, new ApprovalDecision { By = "homeport" }, now);
        }

        TurnEnd.Write(scope, task, turn, TurnOutcome.Interrupted, null, "worker_lost", now);
        var saved = TaskStore.Save(
            scope,
            (task.IsActive ? BudgetPause.Interrupt(scope, task, turn, now) : task) with { TurnId = null, PendingApprovals = 0 },
            now);
        if (PromptQueue.IsUrgent(scope, saved))
        {
            prompts.StartNext(scope, saved); // it was stopped for this one
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} running turns lost their worker and are interrupted; Resume continues them")]
    private partial void LogMarked(int count);
}
