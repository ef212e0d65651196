using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>
/// Takes a snapshot of a worktree that Homeport made and moves it into the trash. Each step can be repeated: a removal that
/// was cut off is finished by asking for it again.
/// </summary>
internal sealed class RemoveWorktree(
    GitProgram git, WorktreeRoot root, RepositoryLocks locks, CreateSnapshot createSnapshot, FolderMove move, WorktreePictures pictures)
{
    private readonly Branches _branches = new(git);
    private readonly SnapshotRefs _snapshots = new(git);

    public async Task<RemoveWorktreeResponse> RunAsync(RemoveWorktreeRequest request, CancellationToken cancellationToken)
    {
        GitNames.RequireId(request.TaskId);
        var worktree = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.WorktreePath));
        if (!root.HoldsWorktree(worktree))
        {
            throw new WorkerRefusedException(
                ErrorCodes.PathNotAllowed, $"{worktree} is not in Homeport's own folder of worktrees, so it is not removed. Remove it by hand if you want it gone.");
        }

        var repository = GitFolders.Of(request.RepositoryPath);
        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            var record = OwnRecord(repository, worktree, request.TaskId);
            var snapshot = await SnapshotAsync(worktree, request.TaskId, cancellationToken);
            var entry = await DiscardAsync(worktree, record, request.TaskId, cancellationToken);
            await DeleteBranchAsync(repository, request, cancellationToken);
            await pictures.ForgetAsync(worktree, cancellationToken);
            return new RemoveWorktreeResponse { TrashId = entry?.Name, Snapshot = snapshot?.Number };
        }
    }

    /// <summary>The folder, the repository's record of it and our marker must all say the same.</summary>
    private static string? OwnRecord(GitFolders repository, string worktree, string taskId)
    {
        var record = WorktreeEntry.Find(repository.Common, worktree);
        var owner = record is null ? null : WorktreeMarker.TryRead(record)?.TaskId;
        var isOurs = record is null
            ? !Directory.Exists(worktree)
            : owner == taskId && (!Directory.Exists(worktree) || GitFolders.TryOf(worktree)?.Private == record);
        return isOurs
            ? record
            : throw new WorkerRefusedException(
                ErrorCodes.Conflict,
                $"{worktree} is not the worktree that Homeport made for this task in {repository.Top} (its marker says '{owner ?? "nothing"}'), so it is not removed. Look at it, and remove it by hand if you want it gone.");
    }

    private async Task<StoredSnapshot?> SnapshotAsync(string worktree, string taskId, CancellationToken cancellationToken) =>
        Directory.Exists(worktree)
            ? await createSnapshot.TakeAsync(GitFolders.Of(worktree), taskId, "Before the worktree was removed", cancellationToken)
            : null;

    private async Task<TrashEntry?> DiscardAsync(string worktree, string? record, string taskId, CancellationToken cancellationToken)
    {
        var isThere = Directory.Exists(worktree);
        var cutOff = isThere || record is null ? null : TrashEntry.Of(root, taskId, worktree).FirstOrDefault();
        if (!isThere && cutOff is null)
        {
            if (record is not null)
            {
                WorktreeEntry.Delete(record);
            }

            return null;
        }

        var entry = cutOff ?? TrashEntry.New(root, worktree, git.Time.GetUtcNow());
        entry.WriteOrigin(taskId, worktree, record is null ? "" : Path.GetFileName(record));
        await entry.TakeWorktreeAsync(move, worktree, cancellationToken);
        await entry.TakeRecordAsync(move, record, cancellationToken);
        WorktreeEntry.DeleteIfEmpty(Path.GetDirectoryName(worktree)!);
        return entry;
    }

    /// <summary>Only if the newest snapshot holds all of it, and no other worktree has it checked out.</summary>
    private async Task DeleteBranchAsync(GitFolders repository, RemoveWorktreeRequest request, CancellationToken cancellationToken)
    {
        if (request.DeleteBranch is not { } branch
            || await _branches.FindAsync(repository.Top, Branches.Local + branch, cancellationToken) is not { } tip)
        {
            return;
        }

        var checkouts = await Checkouts.ListAsync(git, repository.Top, cancellationToken);
        var newest = await _snapshots.FindNewestAsync(repository.Top, request.TaskId, cancellationToken);
        if (newest is null || checkouts.Any(checkout => checkout.Branch == branch) || !await HoldsAsync(newest.Commit))
        {
            return;
        }

        await git.RunAsync(
            new GitCall { Folder = repository.Top, Arguments = ["update-ref", "-d", Branches.Local + branch, tip], IsRead = false },
            $"delete the branch {branch}", cancellationToken);

        async Task<bool> HoldsAsync(string snapshot) => (await git.TryAsync(
            new GitCall { Folder = repository.Top, Arguments = ["merge-base", "--is-ancestor", tip, snapshot] }, cancellationToken)).IsSuccess;
    }
}
