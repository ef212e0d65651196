using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Makes a task's branch and worktree. Asked again for the same task it answers the same; a failed try leaves nothing.</summary>
internal sealed class CreateWorktree(GitProgram git, WorktreeRoot root, RepositoryLocks locks, WorktreeRepair repair)
{
    private readonly Branches _branches = new(git);
    private readonly StartPoint _startPoint = new(git);

    public async Task<CreateWorktreeResponse> RunAsync(CreateWorktreeRequest request, CancellationToken cancellationToken)
    {
        GitNames.RequireId(request.TaskId);
        var worktree = root.WorktreeOf(request.ProjectFolder, request.ShortId);
        var repository = GitFolders.Of(request.RepositoryPath);
        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            if (Existing(worktree, request) is { } existing)
            {
                return existing;
            }

            await _branches.RequireNameAsync(repository.Top, request.Branch, cancellationToken);
            await repair.UndoHalfMadeAsync(worktree, cancellationToken);
            var (branch, start) = await _startPoint.FindAsync(repository.Top, request.BaseBranch, request.Branch, cancellationToken);
            return await MakeAsync(request.TaskId, repository, worktree, branch, start, cancellationToken);
        }
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
        string taskId, GitFolders repository, string worktree, string branch, string start, CancellationToken cancellationToken)
    {
        new WorktreeIntent(repository.Common, branch, start).Write(worktree);
        var isMade = false;
        try
        {
            await git.RunAsync(
                new GitCall
                {
                    Folder = repository.Top,
                    Arguments = ["worktree", "add", "--quiet", "--no-track", "-b", branch, "--", worktree, start],
                    IsRead = false,
                    Limits = PrivateIndex.LongRun,
                },
                $"make the worktree {worktree}", cancellationToken);
            new WorktreeMarker(taskId, branch, start).Write(GitFolders.Of(worktree).Private);
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
        return new CreateWorktreeResponse { WorktreePath = worktree, Branch = branch, BaseCommit = start };
    }
}
