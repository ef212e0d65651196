using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Commits and snapshots of a task's worktree.</summary>
internal sealed class TaskGit(Database database, IWorkerRpc worker, TaskWorktrees worktrees, TimeProvider time)
{
    public async Task<Result<CommitTaskResponse>> CommitAsync(CommitTaskRequest request, CancellationToken cancellationToken)
    {
        var found = await WithWorktreeAsync(request.TaskId, cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        if (task.IsActive)
        {
            return Busy(task);
        }

        var asked = await worker.CallAsync<CommitWorktreeRequest, CommitWorktreeResponse>(
            WorkerMethods.CommitWorktree,
            new CommitWorktreeRequest { WorktreePath = task.WorktreePath!, Message = request.Message ?? task.Title }, cancellationToken);
        if (!asked.Succeeded(out var response, out problem))
        {
            return problem;
        }

        if (response.Commit is not { } commit)
        {
            return new Problem(ProblemCode.Conflict, "There is nothing to commit: everything in the worktree is in a commit already.");
        }

        return await database.WriteAsync<Result<CommitTaskResponse>>(
            scope => TaskStore.Find(scope, task.Id) is { } known
                ? new CommitTaskResponse
                {
                    Task = TaskStore.View(scope, TaskStore.Save(scope, known with { HeadCommit = response.HeadCommit }, time.GetUtcNow())),
                    Commit = commit,
                }
                : TaskProblems.NotFound(task.Id),
            cancellationToken);
    }

    public async Task<Result<ListSnapshotsResponse>> ListSnapshotsAsync(ListSnapshotsRequest request, CancellationToken cancellationToken)
    {
        var task = await database.ReadAsync(scope => TaskStore.Find(scope, request.TaskId), cancellationToken);
        if (task is null)
        {
            return TaskProblems.NotFound(request.TaskId);
        }

        var repository = await worktrees.RepositoryAsync(task, cancellationToken);
        return await worker.CallAsync<FindSnapshotsRequest, ListSnapshotsResponse>(
            WorkerMethods.ListSnapshots, new FindSnapshotsRequest { TaskId = task.Id, RepositoryPath = repository.Path }, cancellationToken);
    }

    public async Task<Result<RestoreSnapshotResponse>> RestoreSnapshotAsync(RestoreSnapshotRequest request, CancellationToken cancellationToken)
    {
        var found = await WithWorktreeAsync(request.TaskId, cancellationToken);
        if (!found.Succeeded(out var task, out var problem))
        {
            return problem;
        }

        return task.IsActive
            ? Busy(task)
            : await worker.CallAsync<ApplySnapshotRequest, RestoreSnapshotResponse>(
                WorkerMethods.RestoreSnapshot,
                new ApplySnapshotRequest { TaskId = task.Id, WorktreePath = task.WorktreePath!, Number = request.Number }, cancellationToken);
    }

    /// <summary>A person's git and an agent's git in one worktree would meet each other half way.</summary>
    public static Problem Busy(UnitTask task) =>
        new(ProblemCode.Conflict, $"An agent works in this worktree: the task is {TaskWords.Of(task.State)}. Stop it, or wait until its turn is over.");

    private Task<Result<UnitTask>> WithWorktreeAsync(string taskId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<UnitTask>>(
            scope => TaskStore.Find(scope, taskId) switch
            {
                null => TaskProblems.NotFound(taskId),
                { HasWorktree: false } task => TaskProblems.NoWorktree(task),
                var task => task,
            },
            cancellationToken);
}
