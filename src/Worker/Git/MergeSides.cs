using System.Text;
using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>What the two sides of a merge must be, and a try of it that leaves no object behind.</summary>
internal sealed class MergeSides(GitProgram git, WorktreePictures pictures)
{
    private readonly Branches _branches = new(git);

    /// <summary>Both exist and are not the same.</summary>
    public async Task<(string Branch, string Target)> RequireAsync(
        string folder, string branch, string target, CancellationToken cancellationToken)
    {
        if (branch == target)
        {
            throw new WorkerRefusedException(ErrorCodes.BranchInvalid, $"'{branch}' cannot be merged into itself. Choose another target.");
        }

        return (await _branches.RequireAsync(folder, branch, cancellationToken), await _branches.RequireAsync(folder, target, cancellationToken));
    }

    public static void RequireOnBranch(GitFolders folders, WorktreeStatus status, string branch)
    {
        if (WhyNotOnBranch(folders, status, branch) is { } reason)
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, reason);
        }
    }

    public static string? WhyNotOnBranch(GitFolders folders, WorktreeStatus status, string branch) => status.Branch == branch
        ? null
        : $"{folders.Top} is on {(status.Branch is { } other ? $"'{other}'" : "no branch (detached HEAD)")} and not on '{branch}'. Run git switch {branch} there, so that nothing is left out of the merge.";

    /// <summary>Joins everything that stands in the worktree with the target's tip, in objects of our own.</summary>
    /// <returns>The files in conflict.</returns>
    public Task<IReadOnlyList<string>> TryAsync(GitFolders folders, string target, CancellationToken cancellationToken) =>
        pictures.UseAsync(
            folders.Top,
            async picture =>
            {
                var tip = await _branches.RequireAsync(folders.Top, target, cancellationToken);
                var head = picture.Status.HeadCommit ?? throw new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{folders.Top} has no commit yet.");
                var work = picture.Status.HasUncommitted ? await ScratchCommitAsync(picture, head, cancellationToken) : head;
                var trees = new MergedTrees(git, folders.Top, picture.Index.Environment);
                return (await trees.JoinTreesAsync(tip, work, cancellationToken)).Conflicts;
            },
            cancellationToken);

    public static WorkerRefusedException Conflict(string branch, string target, IReadOnlyList<string> files) => new(
        ErrorCodes.MergeConflict,
        $"'{branch}' and '{target}' both changed {TreeMove.Some(files)} in ways git cannot join. Nothing was changed. Merge '{target}' into the task's branch (or let the agent do it), resolve the conflicts there and try again.",
        new Dictionary<string, string[]> { ["files"] = [.. files] });

    private async Task<string> ScratchCommitAsync(WorktreePicture picture, string parent, CancellationToken cancellationToken)
    {
        var tree = await picture.Index.WriteTreeAsync(git, cancellationToken);
        var environment = picture.Index.Environment;
        foreach (var (name, value) in CommitIdentity.Ours(git.Time.GetUtcNow()))
        {
            environment[name] = value;
        }

        var output = await git.RunAsync(
            new GitCall
            {
                Folder = picture.Folders.Top,
                Arguments = ["commit-tree", tree, "-p", parent],
                Input = Encoding.UTF8.GetBytes("uncommitted\n"),
                Environment = environment,
                IsRead = false,
            },
            "try the merge", cancellationToken);
        return output.Text;
    }
}
