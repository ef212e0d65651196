using Homeport.Domain;
using Homeport.Host.Repositories;
using Homeport.Host.Workers;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Finds the commit at which a branch is now, as a new worktree would.</summary>
internal sealed class BaseCommit(Database database, IWorkerRpc worker)
{
    private const int MostBranches = 500;

    /// <param name="project">In whose first repository the branch is.</param>
    /// <param name="wanted">The branch; the project's, else the repository's default branch, when null.</param>
    /// <param name="cancellationToken">Ends the wait for the worker.</param>
    public async Task<Result<(string Branch, string Commit)>> FindAsync(RepositoryGroupView project, string? wanted, CancellationToken cancellationToken)
    {
        var repository = await database.ReadAsync(scope => RepositoryStore.Find(scope, project.RepositoryIds[0]), cancellationToken);
        if (repository is null)
        {
            return new Problem(ProblemCode.NotFound, "The project's repository was removed.");
        }

        var branch = wanted ?? project.Defaults.BaseBranch ?? repository.DefaultBranch;
        var listed = await worker.CallAsync<FindBranchesRequest, ListBranchesResponse>(
            WorkerMethods.ListBranches, new FindBranchesRequest { RepositoryPath = repository.Path, Query = branch, Limit = MostBranches }, cancellationToken);
        if (!listed.Succeeded(out var branches, out var problem))
        {
            return problem;
        }

        return Choose(branch, branches.Items) is { } found
            ? (branch, found.Commit)
            : new Problem(
                ProblemCode.NotFound,
                $"There is no branch '{branch}' in {repository.Path}, neither a local one nor of a remote. Fetch it, or choose another base branch.");
    }

    /// <summary>A local branch, else a remote's that was named with its remote, else one of <c>origin</c>, else of any remote.</summary>
    private static BranchView? Choose(string name, IReadOnlyList<BranchView> branches) =>
        branches.FirstOrDefault(branch => !branch.IsRemote && branch.Name == name)
        ?? branches.FirstOrDefault(branch => branch.IsRemote && branch.Name == name)
        ?? branches.FirstOrDefault(branch => branch.IsRemote && branch.Name == $"origin/{name}")
        ?? branches.Where(branch => branch.IsRemote && branch.Name.EndsWith($"/{name}", StringComparison.Ordinal)).MinBy(branch => branch.Name, StringComparer.Ordinal);
}
