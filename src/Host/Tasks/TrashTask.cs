using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Puts tasks into the trash and takes them out again.</summary>
internal sealed class TrashTask(Database database, TaskWorktrees worktrees, StopTask stop, TimeProvider time)
{
    /// <summary>How long a thing lies in the trash.</summary>
    public static readonly TimeSpan Keeping = TimeSpan.FromDays(7);

    /// <summary>Stops the agent, puts the worktree into the trash, hides the task. Each step can be repeated.</summary>
    public async Task<Result<UnitTaskResponse>> DeleteAsync(DeleteUnitTaskRequest request, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, request.Id), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.Id);
        }

        if (task.State == UnitTaskState.Queued || (task.IsActive && !task.IsParked))
        {
            await stop.RunAsync(new StopTaskExecutionRequest { TaskId = task.Id }, cancellationToken);
        }
        else
        {
            await stop.StopSessionAsync(task);
        }

        var removed = await worktrees.RemoveAsync(task, cancellationToken);
        if (!removed.Succeeded(out _, out var problem))
        {
            return problem;
        }

        var now = time.GetUtcNow();
        return await ChangeAsync(task.Id, known => known with { DeletedAt = known.DeletedAt ?? now, PurgeAt = known.PurgeAt ?? now + Keeping }, cancellationToken);
    }

    public async Task<Result<UnitTaskResponse>> RestoreAsync(RestoreUnitTaskRequest request, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, request.Id), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.Id);
        }

        if (task.DeletedAt is null)
        {
            return new Problem(ProblemCode.Conflict, "The task does not lie in the trash.");
        }

        if (task is { WorktreePath: not null, HasWorktree: false, Merge: null })
        {
            var restored = await worktrees.EnsureAsync(task.Id, cancellationToken);
            if (!restored.Succeeded(out _, out var problem))
            {
                return problem;
            }
        }

        return await ChangeAsync(task.Id, known => known with { DeletedAt = null, PurgeAt = null }, cancellationToken);
    }

    private Task<Result<UnitTaskResponse>> ChangeAsync(string id, Func<UnitTask, UnitTask> change, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<UnitTaskResponse>>(
            scope => TaskStore.Find(scope, id) is { } task
                ? new UnitTaskResponse { Task = TaskStore.View(scope, TaskStore.Save(scope, change(task), time.GetUtcNow())) }
                : TaskProblems.NotFound(id),
            cancellationToken);
}
