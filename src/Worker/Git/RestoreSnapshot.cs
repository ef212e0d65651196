using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Makes a worktree's files those of a snapshot. What stood there is kept in another snapshot first.</summary>
internal sealed class RestoreSnapshot(GitProgram git, CreateSnapshot createSnapshot, RepositoryLocks locks)
{
    private readonly SnapshotRefs _snapshots = new(git);
    private readonly TreeMove _move = new(git);

    public async Task<RestoreSnapshotResponse> RunAsync(ApplySnapshotRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.WorktreePath);
        using (await locks.EnterAsync(folders.Common, cancellationToken))
        {
            var before = await ApplyAsync(folders, request.TaskId, request.TaskId, request.Number, cancellationToken);
            return new RestoreSnapshotResponse { Before = before.ToView() };
        }
    }

    /// <summary>The caller holds the repository's lock.</summary>
    /// <param name="folders">The worktree.</param>
    /// <param name="taskId">Whose worktree it is.</param>
    /// <param name="sourceTaskId">Whose snapshot it is: another task's where this one was forked from it.</param>
    /// <param name="number">Which snapshot.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The snapshot that was taken first.</returns>
    public async Task<StoredSnapshot> ApplyAsync(GitFolders folders, string taskId, string sourceTaskId, int number, CancellationToken cancellationToken)
    {
        var target = await _snapshots.RequireAsync(folders.Top, sourceTaskId, number, cancellationToken);
        var before = await createSnapshot.TakeAsync(folders, taskId, taskId == sourceTaskId ? $"Before going back to snapshot {number}" : "As the branch begins", cancellationToken);

        // The private index now holds exactly what stands in the folder, so moving it from tree to tree moves the files,
        // and a file that came since is removed only because the snapshot just taken holds it.
        await _move.RequireFreeAsync(folders.Top, before.Tree, target, cancellationToken);
        var environment = createSnapshot.IndexOf(folders).Environment;
        return await _move.TryMoveAsync(folders.Top, before.Tree, target, environment, cancellationToken) is { } complaint
            ? throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"The files could not be put back to snapshot {number}: {complaint} What stood there is in snapshot {before.Number}.")
            : before;
    }
}
