using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Makes a task's branch and worktree. Asked again for the same task it answers the same; a failed try leaves nothing.</summary>
internal sealed class CreateWorktree(
    GitProgram git, WorktreeRoot root, RepositoryLocks locks, RestoreSnapshot restoreSnapshot, WorktreeRepair repair)
{
    private readonly SnapshotRefs _snapshots = new(git);
    private readonly Branches _branches = new(git);
    private readonly StartPoint _startPoint = new(git);

    public async Task<CreateWorktreeResponse> RunAsync(CreateWorktreeRequest request, CancellationToken cancellationToken)
    {
        GitNames.RequireId(request.TaskId);
        var worktree = root.WorktreeOf(request.ProjectFolder, request.ShortId);
        var repository = GitFolders.Of(request.RepositoryPath);
        if (request.InPlace == true)
        {
            return await UseCheckout.RunAsync(git, repository, cancellationToken);
        }

        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            if (Existing(worktree, request) is { } existing)
            {
                return existing;
            }

            await _branches.RequireNameAsync(repository.Top, request.Branch, cancellationToken);
            await repair.UndoHalfMadeAsync(worktree, cancellationToken);
            var (branch, start) = await _startPoint.FindAsync(repository.Top, request.BaseBranch, request.Branch, cancellationToken);
            start = request.BaseCommit is { } exact ? GitNames.RequireCommit(exact) : start;
            var begin = request.Start is { } from ? await FindAsync(repository, from, start, cancellationToken) : new Beginning(start, start, null);
            return await MakeAsync(request.TaskId, repository, worktree, branch, begin, cancellationToken);
        }
    }

    /// <summary>The commit on which another task's snapshot was taken, and that from which the other task began.</summary>
    private async Task<Beginning> FindAsync(GitFolders repository, WorktreeStart from, string start, CancellationToken cancellationToken)
    {
        var snapshots = await _snapshots.ListAsync(repository.Top, from.TaskId, cancellationToken);
        return snapshots.FirstOrDefault(snapshot => snapshot.Number == from.Snapshot) is { } found
            ? new Beginning(found.Parent ?? start, found.Base ?? start, from)
            : throw new WorkerRefusedException(ErrorCodes.NotFound, $"Snapshot {from.Snapshot} of the other task is gone, so nothing can begin with it.");
    }

    private static CreateWorktreeResponse? Existing(string worktree, CreateWorktreeRequest request)
    {
        if (GitFolders.TryOf(worktree) is not { } folders || WorktreeMarker.TryRead(folders.Private) is not { } marker)
        {
            return null;
        }

        if (marker.TaskId != request.TaskId)
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, $"{worktree} belongs to another task. Start this task again with another id.");
        }

        WorktreeIntent.Clear(worktree);
        return new CreateWorktreeResponse { WorktreePath = worktree, Branch = marker.Branch, BaseCommit = marker.BaseCommit };
    }

    private async Task<CreateWorktreeResponse> MakeAsync(
        string taskId, GitFolders repository, string worktree, string branch, Beginning begin, CancellationToken cancellationToken)
    {
        new WorktreeIntent(repository.Common, branch, begin.Commit).Write(worktree);
        var isMade = false;
        try
        {
            await git.RunAsync(
                new GitCall
                {
                    Folder = repository.Top,
                    Arguments = ["worktree", "add", "--quiet", "--no-track", "-b", branch, "--", worktree, begin.Commit],
                    IsRead = false,
                    Limits = PrivateIndex.LongRun,
                },
                $"make the worktree {worktree}", cancellationToken);
            if (begin.From is { } from)
            {
                await restoreSnapshot.ApplyAsync(GitFolders.Of(worktree), taskId, from.TaskId, from.Snapshot, cancellationToken);
            }

            new WorktreeMarker(taskId, branch, begin.Base).Write(GitFolders.Of(worktree).Private);
            isMade = true;
        }
        finally
        {
            if (!isMade)
            {
                await repair.UndoHalfMadeAsync(worktree, CancellationToken.None); // cleanup is not cancellable, only bounded
            }
        }

        WorktreeIntent.Clear(worktree);
        return new CreateWorktreeResponse { WorktreePath = worktree, Branch = branch, BaseCommit = begin.Base };
    }

    /// <summary>The commit to check out, the one that changes are counted from, and the snapshot whose files are laid over it.</summary>
    private sealed record Beginning(string Commit, string Base, WorktreeStart? From);
}
