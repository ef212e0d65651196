using Homeport.Domain;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Storage;

namespace Homeport.Host.Reviews;

/// <summary>Shows what a task changed. The worker's git is asked each time; it keeps what cannot have changed.</summary>
internal sealed class TaskDiff(Database database, IWorkerRpc worker)
{
    public async Task<Result<GetTaskDiffResponse>> ListAsync(GetTaskDiffRequest request, CancellationToken cancellationToken)
    {
        var located = await LocateAsync(request.TaskId, request.Scope, request.Turn, cancellationToken);
        if (!located.Succeeded(out var place, out var problem))
        {
            return problem;
        }

        var asked = await worker.CallAsync<GetChangesRequest, GetChangesResponse>(
            WorkerMethods.GetChanges,
            new GetChangesRequest
            {
                TaskId = place.Task.Id,
                WorktreePath = place.Task.WorktreePath!,
                BaseCommit = place.Task.BaseCommit!,
                Scope = place.Scope,
                FromSnapshot = place.Turn?.SnapshotBefore,
                ToSnapshot = place.Turn?.SnapshotAfter,
            },
            cancellationToken);
        if (!asked.Succeeded(out var changes, out problem))
        {
            return problem;
        }

        var viewed = await database.ReadAsync(scope => CommentStore.Viewed(scope, place.Task.Id), cancellationToken);
        return new GetTaskDiffResponse
        {
            Files = [.. changes.Files.Select(file => file with { Viewed = viewed.TryGetValue(file.Path, out var hash) && hash == (file.BlobHash ?? "") })],
            BaseCommit = changes.BaseCommit,
            HeadCommit = changes.HeadCommit,
            Added = changes.Files.Sum(file => file.Added),
            Removed = changes.Files.Sum(file => file.Removed),
            HasUncommitted = changes.HasUncommitted,
        };
    }

    public async Task<Result<GetTaskFileDiffResponse>> FileAsync(GetTaskFileDiffRequest request, CancellationToken cancellationToken)
    {
        var context = request.Context ?? 3;
        if (context is < 0 or > 10_000)
        {
            return TaskChecks.Invalid([new FieldError("context", "There are 0 to 10,000 lines of context.")]);
        }

        var located = await LocateAsync(request.TaskId, request.Scope, request.Turn, cancellationToken);
        return located.Succeeded(out var place, out var problem)
            ? await worker.CallAsync<GetFileDiffRequest, GetTaskFileDiffResponse>(
                WorkerMethods.GetFileDiff,
                new GetFileDiffRequest
                {
                    TaskId = place.Task.Id,
                    WorktreePath = place.Task.WorktreePath!,
                    BaseCommit = place.Task.BaseCommit!,
                    Scope = place.Scope,
                    FromSnapshot = place.Turn?.SnapshotBefore,
                    ToSnapshot = place.Turn?.SnapshotAfter,
                    Path = request.Path,
                    Context = context,
                    IgnoreWhitespace = request.IgnoreWhitespace == true,
                },
                cancellationToken)
            : problem;
    }

    private Task<Result<(UnitTask Task, DiffScope Scope, TurnRow? Turn)>> LocateAsync(
        string taskId, DiffScope? scope, string? turnId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<(UnitTask, DiffScope, TurnRow?)>>(
            read =>
            {
                if (TaskStore.Find(read, taskId) is not { } task)
                {
                    return TaskProblems.NotFound(taskId);
                }

                if (!task.HasWorktree)
                {
                    return TaskProblems.NoWorktree(task);
                }

                if (scope != DiffScope.Turn)
                {
                    return (task, scope ?? DiffScope.All, (TurnRow?)null);
                }

                if (turnId is null || SessionStore.FindTurn(read, turnId) is not { } turn || turn.TaskId != taskId)
                {
                    return TaskChecks.Invalid([new FieldError("turn", "Name a turn of this task.")]);
                }

                return turn.SnapshotBefore is null || turn.SnapshotAfter is null
                    ? new Problem(ProblemCode.NotFound, "This turn has no snapshots: it is not over yet, or it was interrupted.")
                    : (task, DiffScope.Turn, turn);
            },
            cancellationToken);
}
