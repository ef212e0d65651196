using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>A transition that a person asks for, as by dragging a card. What has its own operation is done by that.</summary>
internal sealed class MoveTask(Database database, StartTask start, StopTask stop, TimeProvider time)
{
    public async Task<Result<UnitTaskResponse>> RunAsync(UpdateUnitTaskStatusRequest request, CancellationToken cancellationToken)
    {
        var to = TaskWords.FromWire(request.Status);
        var found = await database.ReadAsync(scope => Look(scope, request, to), cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (to == UnitTaskState.Queued)
        {
            return await start.EnqueueAsync(task.Id, StartTask.Next, cancellationToken);
        }

        if (task.State == UnitTaskState.Queued || (task.IsActive && !task.IsParked))
        {
            var stopped = await stop.RunAsync(new StopTaskExecutionRequest { TaskId = task.Id }, cancellationToken);
            if (!stopped.Succeeded(out _, out problem))
            {
                return problem;
            }
        }

        return await database.WriteAsync(scope => Move(scope, task.Id, to), cancellationToken);
    }

    private static Result<UnitTask> Look(ReadScope scope, UpdateUnitTaskStatusRequest request, UnitTaskState to)
    {
        if (TaskStore.Find(scope, request.Id) is not { } task)
        {
            return TaskProblems.NotFound(request.Id);
        }

        if (task.DeletedAt is not null)
        {
            return TaskProblems.InTrash(task);
        }

        if (task.IsStale(request.Version, out var stale))
        {
            return stale;
        }

        if (to is UnitTaskState.Running or UnitTaskState.Waiting or UnitTaskState.Failed or UnitTaskState.Interrupted or UnitTaskState.PrOpen or UnitTaskState.Blocked
            || !UnitTaskLifecycle.Allows(task.State, to))
        {
            return task.Refusal(to);
        }

        return to == UnitTaskState.Done && task.Changes is { Files: > 0 } && task.Merge is null
            ? new Problem(
                ProblemCode.InvalidTransition,
                "The task has changes that are not merged. Merge it to finish it, or reject it; either way the work is kept.")
            {
                Facts = task.Refusal(to).Facts,
            }
            : task;
    }

    /// <summary>Again under the writer's lock, because the agent may have moved the task meanwhile.</summary>
    private Result<UnitTaskResponse> Move(WriteScope scope, string id, UnitTaskState to)
    {
        if (TaskStore.Find(scope, id) is not { } task)
        {
            return TaskProblems.NotFound(id);
        }

        if (task.State == to)
        {
            return new UnitTaskResponse { Task = TaskStore.View(scope, task) };
        }

        var now = time.GetUtcNow();
        return task.Move(to, now).Succeeded(out var moved, out var problem)
            ? new UnitTaskResponse { Task = TaskStore.View(scope, TaskStore.Save(scope, moved with { TurnId = null }, now)) }
            : problem;
    }
}
