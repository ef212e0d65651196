using Homeport.Protocol;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Git;

/// <summary>Moves a branch back to where it stood before a merge, if nothing was added to it since.</summary>
internal sealed class UndoMerge(GitProgram git, RepositoryLocks locks)
{
    private readonly Branches _branches = new(git);
    private readonly TargetBranch _target = new(git);

    public async Task<NoResponse> RunAsync(RevertMergeRequest request, CancellationToken cancellationToken)
    {
        var (merged, previous) = (GitNames.RequireCommit(request.MergedCommit), GitNames.RequireCommit(request.PreviousCommit));
        var repository = GitFolders.Of(request.RepositoryPath);
        using (await locks.EnterAsync(repository.Common, cancellationToken))
        {
            var tip = await _branches.RequireAsync(repository.Top, request.TargetBranch, cancellationToken);
            if (tip == previous)
            {
                return new NoResponse(); // undone before, or there was nothing to merge
            }

            if (tip != merged || !await _target.TryMoveAsync(repository.Top, request.TargetBranch, merged, previous, "undo a merge", cancellationToken))
            {
                throw new WorkerRefusedException(
                    ErrorCodes.Conflict,
                    $"'{request.TargetBranch}' has moved on since the merge, so it is not moved back. Use git revert to take the merge out of it.");
            }
        }

        return new NoResponse();
    }
}
