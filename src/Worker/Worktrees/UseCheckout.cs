using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>For a task that works in the repository's own checkout: nothing is made, what is there is looked at.</summary>
internal static class UseCheckout
{
    /// <exception cref="WorkerRefusedException">It has no working folder, no branch or no commit.</exception>
    public static async Task<CreateWorktreeResponse> RunAsync(GitProgram git, GitFolders repository, CancellationToken cancellationToken)
    {
        if (repository.Top == repository.Common)
        {
            throw new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{repository.Top} is bare: it has no checkout to work in. Choose a worktree for this task.");
        }

        var branch = await git.TryAsync(
            new GitCall { Folder = repository.Top, Arguments = ["symbolic-ref", "--quiet", "--short", "HEAD"] }, cancellationToken);
        var head = await git.TryAsync(
            new GitCall { Folder = repository.Top, Arguments = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"] }, cancellationToken);
        return branch.IsSuccess && head.IsSuccess
            ? new CreateWorktreeResponse { WorktreePath = repository.Top, Branch = branch.Text, BaseCommit = head.Text }
            : throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"{repository.Top} is on no branch, or has no commit, so it cannot be told what a task changes there. Check out a branch, then press Retry.");
    }
}
