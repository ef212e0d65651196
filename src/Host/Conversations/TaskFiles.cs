using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>The files of a task's worktree, as far as a conversation is about them.</summary>
internal sealed class TaskFiles(Database database, IWorkerRpc worker)
{
    private const int UsualItems = 12;
    private const int MostItems = 50;
    private const int LongestQuery = 200;

    public async Task<Result<SearchTaskFilesResponse>> SearchAsync(SearchTaskFilesRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? UsualItems;
        if (limit is < 1 or > MostItems)
        {
            return TaskChecks.Invalid([new FieldError("limit", $"Must be 1 to {MostItems}.")]);
        }

        if (request.Query.Length > LongestQuery)
        {
            return TaskChecks.Invalid([new FieldError("query", $"Has at most {LongestQuery} characters.")]);
        }

        var task = await database.ReadAsync(scope => TaskStore.Find(scope, request.TaskId), cancellationToken);
        if (task is not { HasWorktree: true })
        {
            return task is null ? TaskProblems.NotFound(request.TaskId) : TaskProblems.NoWorktree(task);
        }

        var found = await worker.CallAsync<FindFilesRequest, FindFilesResponse>(
            WorkerMethods.FindFiles,
            new FindFilesRequest { WorktreePath = task.WorktreePath!, Query = request.Query, Limit = limit }, cancellationToken);
        return found.Succeeded(out var files, out var problem) ? new SearchTaskFilesResponse { Items = files.Items } : problem;
    }

    /// <summary>Puts the files back to a snapshot; the number of the one that was taken of them first.</summary>
    public async Task<Result<int>> RestoreAsync(UnitTask task, int snapshot, CancellationToken cancellationToken)
    {
        var restored = await worker.CallAsync<ApplySnapshotRequest, RestoreSnapshotResponse>(
            WorkerMethods.RestoreSnapshot,
            new ApplySnapshotRequest { TaskId = task.Id, WorktreePath = task.WorktreePath!, Number = snapshot }, cancellationToken);
        return restored.Succeeded(out var response, out var problem) ? response.Before.Number : problem;
    }

    /// <summary>What the task has changed by now; what was known where it cannot be measured.</summary>
    public async Task<DiffStat?> MeasureAsync(UnitTask task, CancellationToken cancellationToken)
    {
        var measured = await worker.CallAsync<GetChangesRequest, GetChangesResponse>(
            WorkerMethods.GetChanges,
            new GetChangesRequest { TaskId = task.Id, WorktreePath = task.WorktreePath!, BaseCommit = task.BaseCommit!, Scope = DiffScope.All },
            cancellationToken);
        return measured.Succeeded(out var changes, out _)
            ? new DiffStat(changes.Files.Count, changes.Files.Sum(file => file.Added), changes.Files.Sum(file => file.Removed))
            : task.Changes;
    }
}
