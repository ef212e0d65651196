using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Brings a removed worktree back as it stood: from the trash, else from its branch and newest snapshot.</summary>
internal sealed class RestoreWorktree(
    GitProgram git, WorktreeRoot root, RepositoryLocks locks, RestoreSnapshot restoreSnapshot, FolderMove move, WorktreeRepair repair)
{
    private readonly Branches _branches = new(git);
    private readonly SnapshotRefs _snapshots = new(git);

    public async Task<NoResponse> RunAsync(RestoreWorktreeRequest request, CancellationToken cancellationToken)
    {
        GitNames.RequireId(request.TaskId);
        var worktree = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.WorktreePath));
        if (!root.HoldsWorktree(worktree))
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, $"{worktree} is not in Homeport's own folder of worktrees.");
        }

        var repository = GitFolders.Of(request.RepositoryPath);
        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            await _branches.RequireNameAsync(repository.Top, request.Branch, cancellationToken);
            var newest = await _snapshots.FindNewestAsync(repository.Top, request.TaskId, cancellationToken);
            var entry = FindInTrash(request, worktree);
            if (IsThere(worktree, request.TaskId))
            {
                entry?.DeleteIfEmpty(); // a restore that was cut off at its very end
            }
            else if (entry is not null)
            {
                await RequireFreeAsync(repository, worktree, request.Branch, cancellationToken);
                await ReviveBranchAsync(repository, request.Branch, newest, cancellationToken);
                await entry.ReturnAsync(move, repository, worktree, cancellationToken);
            }
            else
            {
                await RebuildAsync(repository, request, worktree, newest, cancellationToken);
            }
        }

        return new NoResponse();
    }

    private TrashEntry? FindInTrash(RestoreWorktreeRequest request, string worktree)
    {
        var ours = TrashEntry.Of(root, request.TaskId, worktree);
        return request.TrashId is { } id ? ours.FirstOrDefault(entry => entry.Name == id) : null;
    }

    private static bool IsThere(string worktree, string taskId) =>
        GitFolders.TryOf(worktree) is { } folders && WorktreeMarker.TryRead(folders.Private)?.TaskId == taskId;

    private async Task RequireFreeAsync(GitFolders repository, string worktree, string branch, CancellationToken cancellationToken)
    {
        if (Directory.Exists(worktree))
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, $"{worktree} exists already. Move it away to bring the removed worktree back.");
        }

        var checkouts = await Checkouts.ListAsync(git, repository.Top, cancellationToken);
        if (checkouts.FirstOrDefault(checkout => checkout.Branch == branch && checkout.Folder != worktree) is { } other)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"The branch '{branch}' is checked out in {other.Folder}. Switch to another branch there to bring the worktree back.");
        }
    }

    /// <summary>Where the branch was deleted with the worktree, it comes back at the commit it had.</summary>
    private async Task ReviveBranchAsync(GitFolders repository, string branch, StoredSnapshot? newest, CancellationToken cancellationToken)
    {
        if (await _branches.FindAsync(repository.Top, Branches.Local + branch, cancellationToken) is not null || newest?.Parent is not { } tip)
        {
            return;
        }

        await git.RunAsync(
            new GitCall
            {
                Folder = repository.Top,
                Arguments = ["update-ref", "-m", "homeport: restore", Branches.Local + branch, tip, new string('0', tip.Length)],
                IsRead = false,
            },
            $"bring back the branch {branch}", cancellationToken);
    }

    private async Task RebuildAsync(
        GitFolders repository, RestoreWorktreeRequest request, string worktree, StoredSnapshot? newest, CancellationToken cancellationToken)
    {
        await repair.UndoHalfMadeAsync(worktree, cancellationToken);
        await RequireFreeAsync(repository, worktree, request.Branch, cancellationToken);
        await ReviveBranchAsync(repository, request.Branch, newest, cancellationToken);
        var tip = await _branches.RequireAsync(repository.Top, request.Branch, cancellationToken);
        if (WorktreeEntry.Find(repository.Common, worktree) is { } stale)
        {
            WorktreeEntry.Delete(stale);
        }

        await git.RunAsync(
            new GitCall
            {
                Folder = repository.Top,
                Arguments = ["worktree", "add", "--quiet", "--", worktree, request.Branch],
                IsRead = false,
                Limits = PrivateIndex.LongRun,
            },
            $"make the worktree {worktree} again", cancellationToken);
        var folders = GitFolders.Of(worktree);
        new WorktreeMarker(request.TaskId, request.Branch, newest?.Base ?? tip).Write(folders.Private);
        if (newest is not null)
        {
            await restoreSnapshot.ApplyAsync(folders, request.TaskId, request.TaskId, newest.Number, cancellationToken);
        }
    }
}
