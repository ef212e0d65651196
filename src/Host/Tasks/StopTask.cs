using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Stops what runs for a task. It returns when no process of it is left.</summary>
internal sealed class StopTask(Database database, IWorkerRpc worker, LostSessions lost, PromptQueue prompts, TimeProvider time)
{
    public async Task<Result<UnitTaskResponse>> RunAsync(StopTaskExecutionRequest request, CancellationToken cancellationToken)
    {
        var found = await database.WriteAsync(scope => Unqueue(scope, request.TaskId), cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (task.IsActive)
        {
            await StopSessionAsync(task);
        }

        return await database.ReadAsync<Result<UnitTaskResponse>>(
            scope => TaskStore.Find(scope, request.TaskId) is { } now
                ? new UnitTaskResponse { Task = TaskStore.View(scope, now) }
                : TaskProblems.NotFound(request.TaskId),
            cancellationToken);
    }

    /// <summary>Ends the agent's process. Not cancellable: a stop that was begun is carried through.</summary>
    public async Task StopSessionAsync(UnitTask task)
    {
        if (task.SessionId is not { } session)
        {
            return;
        }

        var workerId = (await database.ReadAsync(scope => SessionStore.Find(scope, session), CancellationToken.None))?.WorkerId;
        await worker.CallOnAsync<StopSessionRequest, NoResponse>(
            workerId, WorkerMethods.StopSession, new StopSessionRequest { SessionId = session }, CancellationToken.None);

        // The worker reports the end of the turn before it answers. A turn that it never knew is ended here; so is one whose
        // worker is away, which is told to let it go when it is back.
        await lost.MarkSessionAsync(session, CancellationToken.None);
    }

    private Result<UnitTask> Unqueue(WriteScope scope, string taskId)
    {
        if (TaskStore.Find(scope, taskId) is not { } task)
        {
            return TaskProblems.NotFound(taskId);
        }

        if (task.State == UnitTaskState.Queued)
        {
            if (task.TurnId is { } id && SessionStore.FindTurn(scope, id) is { } turn)
            {
                SessionStore.DropTurn(scope, id);
                task = StartTask.SaysWhatHomeportSays(task, turn.Prompt) ? task : prompts.PutBack(scope, task, turn);
            }

            var now = time.GetUtcNow();
            var to = task.WorktreePath is null ? UnitTaskState.Draft : UnitTaskState.Cancelled;
            return TaskStore.Save(scope, task.MoveOrThrow(to, now) with { TurnId = null }, now);
        }

        if (task.IsParked)
        {
            return TaskStore.Save(scope, StartTask.EndWait(task), time.GetUtcNow()); // nothing runs, and nothing is to begin by itself
        }

        return task.IsActive
            ? prompts.Calm(scope, task)
            : new Problem(ProblemCode.InvalidTransition, $"Nothing runs for this task: it is {TaskWords.Of(task.State)}.")
            {
                Facts = task.Refusal(UnitTaskState.Interrupted).Facts,
            };
    }
}
