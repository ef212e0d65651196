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
                WorktreePath = place.Folder,
                BaseCommit = place.Task.BaseCommit!,
                Scope = place.Scope,
                FromSnapshot = place.From,
                ToSnapshot = place.To,
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
            HeadCommit = place.Task.HasWorktree ? changes.HeadCommit : place.Task.HeadCommit ?? changes.HeadCommit,
            Added = changes.Files.Sum(file => file.Added),
            Removed = changes.Files.Sum(file => file.Removed),
            HasUncommitted = place.Task.HasWorktree && changes.HasUncommitted,
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
                    WorktreePath = place.Folder,
                    BaseCommit = place.Task.BaseCommit!,
                    Scope = place.Scope,
                    FromSnapshot = place.From,
                    ToSnapshot = place.To,
                    Path = request.Path,
                    Context = context,
                    IgnoreWhitespace = request.IgnoreWhitespace == true,
                },
                cancellationToken)
            : problem;
    }

    private Task<Result<Place>> LocateAsync(string taskId, DiffScope? scope, string? turnId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<Place>>(
            read =>
            {
                if (TaskStore.Find(read, taskId) is not { } task)
                {
                    return TaskProblems.NotFound(taskId);
                }

                if (task.BaseCommit is null)
                {
                    return TaskProblems.NoWorktree(task);
                }

                return scope == DiffScope.Turn ? OfTurn(read, task, turnId)
                    : task.HasWorktree ? new Place(task, task.WorktreePath!, scope ?? DiffScope.All, null, null)
                    : OfKept(read, task);
            },
            cancellationToken);

    /// <summary>The named turn, else the one that runs, else the last one. A turn that runs goes from the last snapshot to what stands there now.</summary>
    private static Result<Place> OfTurn(ReadScope read, UnitTask task, string? turnId)
    {
        var turn = (turnId ?? task.TurnId) is { } id ? SessionStore.FindTurn(read, id) : SessionStore.LastTurn(read, task.Id);
        if (turn is null || turn.TaskId != task.Id)
        {
            return TaskChecks.Invalid([new FieldError("turn", "Name a turn of this task, or none for its last one.")]);
        }

        if (turn.SnapshotAfter is { } after)
        {
            return new Place(task, FolderOf(read, task), DiffScope.Turn, turn.SnapshotBefore, after);
        }

        return task.HasWorktree
            ? new Place(task, task.WorktreePath!, DiffScope.Turn, SessionStore.LastSnapshot(read, task.Id), null)
            : TaskProblems.NoWorktree(task);
    }

    /// <summary>The worktree was put away, but the repository keeps what stood there: from the base to the last snapshot.</summary>
    private static Result<Place> OfKept(ReadScope read, UnitTask task) =>
        SessionStore.LastSnapshot(read, task.Id) is { } last
            ? new Place(task, FolderOf(read, task), DiffScope.Turn, null, last)
            : TaskProblems.NoWorktree(task);

    private static string FolderOf(ReadScope read, UnitTask task) =>
        task.HasWorktree ? task.WorktreePath! : TaskWorktrees.RepositoryOf(read, task).Path;

    /// <summary>What is compared, and in which folder git is asked.</summary>
    private sealed record Place(UnitTask Task, string Folder, DiffScope Scope, int? From, int? To);
}
