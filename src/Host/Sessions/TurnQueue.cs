using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Where turns wait for a worker: rows, so that they outlive the program. The dispatcher is told by a signal.</summary>
internal sealed class TurnQueue(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>
    /// Queues a turn for a task: moves the task to <c>queued</c> and writes the turn down, in one transaction of the caller,
    /// who then calls <see cref="Signal"/>. The session is the task's own, or a new one where it has none or the agent changed.
    /// </summary>
    public Result<UnitTask> Enqueue(
        WriteScope scope, UnitTask task, TurnKind kind, string prompt, IReadOnlyList<PromptAttachment>? attachments)
    {
        var now = time.GetUtcNow();
        if (BudgetStore.UsedUp(scope, task, now) is { } usedUp)
        {
            return new Problem(ProblemCode.Conflict, usedUp);
        }

        if (!task.Move(UnitTaskState.Queued, now).Succeeded(out var queued, out var problem))
        {
            return problem;
        }

        var turn = new TurnRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            SessionId = SessionOf(scope, task, now),
            TaskId = task.Id,
            Number = SessionStore.NextTurnNumber(scope, task.Id),
            Kind = kind,
            Prompt = prompt,
            Attachments = attachments,
            State = TurnState.Queued,
            StartedAt = now,
        };
        SessionStore.AddTurn(scope, turn);
        return TaskStore.Save(
            scope,
            queued with
            {
                SessionId = turn.SessionId,
                TurnId = turn.Id,
                Failure = null,
                LimitResetsAt = null,
                ResumeAt = null,
                Attempt = 0,
                MaxAttempts = null,
                ArchivedAt = null,
            },
            now);
    }

    /// <summary>Something may be due: a turn was queued, a turn ended, a worker came.</summary>
    public void Signal() => _signal.Release();

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _signal.WaitAsync(cancellationToken);
        while (_signal.Wait(0, CancellationToken.None))
        {
            // Many signals are one look at the queue.
        }
    }

    public void Dispose() => _signal.Dispose();

    private static string SessionOf(WriteScope scope, UnitTask task, DateTimeOffset now)
    {
        if (task.SessionId is { } id && SessionStore.Find(scope, id) is { } known && known.AgentType == task.AgentType)
        {
            return known.Id;
        }

        var session = new AgentSessionRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = task.WorkspaceId,
            TaskId = task.Id,
            AgentType = task.AgentType,
            Model = task.Model,
            State = SessionState.Starting,
            Usage = new TokenUsage(),
            CreatedAt = now,
        };
        SessionStore.Add(scope, session);
        return session.Id;
    }
}
