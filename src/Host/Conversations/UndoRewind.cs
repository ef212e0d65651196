using Homeport.Domain;
using Homeport.Host.Events;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>Takes the last rewind back, as long as nothing was said since.</summary>
internal sealed class UndoRewind(Database database, TaskFiles files, StopTask stop, TimeProvider time)
{
    public async Task<Result<UnitTaskResponse>> RunAsync(UndoRewindRequest request, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(scope => Look(scope, request.TaskId), cancellationToken);
        if (!found.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        var (task, rewind) = place;
        await stop.StopSessionAsync(task);
        var changes = task.Changes;
        if (rewind.SnapshotBefore is { } snapshot)
        {
            if (!(await files.RestoreAsync(task, snapshot, cancellationToken)).Succeeded(out _, out problem))
            {
                return problem;
            }

            changes = await files.MeasureAsync(task, CancellationToken.None);
        }

        return await database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (!Look(scope, request.TaskId).Succeeded(out var now, out var changed))
                {
                    return changed;
                }

                RewindStore.Undo(scope, now.Rewind, time.GetUtcNow());
                scope.Append(
                    EventKinds.RewindUndone, now.Task.WorkspaceId, new RewindUndonePayload(now.Rewind.Id), ProtocolJson.Default.RewindUndonePayload, now.Task.Id);
                var back = now.Task with { SessionId = now.Rewind.SessionId ?? now.Task.SessionId, Changes = changes };
                return new UnitTaskResponse { Task = TaskStore.View(scope, TaskStore.Save(scope, back, time.GetUtcNow())) };
            },
            CancellationToken.None);
    }

    private static Result<(UnitTask Task, RewindRow Rewind)> Look(ReadScope scope, string taskId)
    {
        if (!ConversationChecks.Idle(scope, taskId).Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (RewindStore.Last(scope, taskId) is not { } rewind)
        {
            return new Problem(ProblemCode.Conflict, "There is nothing to undo: no message was taken back.");
        }

        if (SessionStore.LastTurn(scope, taskId)?.Number > rewind.LastTurnNumber)
        {
            return new Problem(ProblemCode.Conflict, "Something was said since, so the messages cannot come back. Their files are in the snapshots.");
        }

        return rewind.SnapshotBefore is not null && !task.HasWorktree ? TaskProblems.NoWorktree(task) : (task, rewind);
    }
}
