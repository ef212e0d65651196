using Homeport.Protocol;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Git;

/// <summary>Joins a task's branch into another. A refusal or a conflict leaves nothing half done.</summary>
internal sealed class MergeBranch(GitProgram git, RepositoryLocks locks, MergeSides sides, CommitWorktree commitWorktree)
{
    private const int Tries = 2;

    private static readonly Dictionary<string, string> KeepObjects = [];

    private readonly Branches _branches = new(git);
    private readonly TargetBranch _target = new(git);

    public async Task<MergeBranchResponse> RunAsync(MergeBranchRequest request, CancellationToken cancellationToken)
    {
        var repository = GitFolders.Of(request.RepositoryPath);
        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            await sides.RequireAsync(repository.Top, request.Branch, request.TargetBranch, cancellationToken);
            await _target.RequireMovableAsync(repository.Top, request.TargetBranch, cancellationToken);
            var head = await CommitRestAsync(repository, request, cancellationToken);
            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                var target = await _branches.RequireAsync(repository.Top, request.TargetBranch, cancellationToken);
                var merged = await new MergedTrees(git, repository.Top, KeepObjects)
                    .ComputeAsync(request.Strategy, target, head, request.Message, cancellationToken);
                var commit = merged.Commit ?? throw MergeSides.Conflict(request.Branch, request.TargetBranch, merged.Conflicts);
                if (commit == target || await _target.TryMoveAsync(
                    repository.Top, request.TargetBranch, target, commit, $"merge {request.Branch}", cancellationToken))
                {
                    return new MergeBranchResponse { Commit = commit, PreviousCommit = target, HeadCommit = head };
                }
            }
        }

        throw new WorkerRefusedException(
            ErrorCodes.Conflict, $"'{request.TargetBranch}' moved while it was merged into, twice. Nothing was changed; try again.");
    }

    /// <summary>What is not committed is tried first, so that a conflict is found before anything is written.</summary>
    private async Task<string> CommitRestAsync(GitFolders repository, MergeBranchRequest request, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(request.WorktreePath))
        {
            return await _branches.RequireAsync(repository.Top, request.Branch, cancellationToken);
        }

        var folders = GitFolders.Of(request.WorktreePath);
        var status = await WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: true, cancellationToken);
        MergeSides.RequireOnBranch(folders, status, request.Branch);
        CommitWorktree.RefuseConflicts(folders.Top, status);
        if (status.HasUncommitted)
        {
            var conflicts = await sides.TryAsync(folders, request.TargetBranch, cancellationToken);
            if (conflicts.Count > 0)
            {
                throw MergeSides.Conflict(request.Branch, request.TargetBranch, conflicts);
            }
        }

        return (await commitWorktree.CommitAsync(folders, status, request.CommitMessage, cancellationToken)).HeadCommit;
    }
}
