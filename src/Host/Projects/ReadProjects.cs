using Homeport.Domain;
using Homeport.Host.Repositories;
using Homeport.Host.Workers;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>Shows projects and the branches of their repositories.</summary>
internal sealed class ReadProjects(Database database, IWorkerRpc worker)
{
    private const int MostBranches = 200;
    private const int UsualBranches = 50;

    public async Task<Result<RepositoryGroupResponse>> GetAsync(GetRepositoryGroupRequest request, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => ProjectStore.Find(scope, request.Id), cancellationToken) is { } project
            ? new RepositoryGroupResponse { RepositoryGroup = project }
            : ProjectChecks.NotFound(request.Id);

    public Task<Result<ListRepositoryGroupsResponse>> ListAsync(ListRepositoryGroupsRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.WorkspaceId ?? Workspace.Personal;
        return database.ReadAsync<Result<ListRepositoryGroupsResponse>>(
            scope => WorkspaceStore.Exists(scope, workspace)
                ? new ListRepositoryGroupsResponse { Items = ProjectStore.List(scope, workspace) }
                : Workspace.NotFound(workspace),
            cancellationToken);
    }

    public async Task<Result<ListBranchesResponse>> ListBranchesAsync(ListBranchesRequest request, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > MostBranches)
        {
            return new Problem(ProblemCode.InvalidRequest, "The page was not read.")
            {
                Errors = [new FieldError("limit", $"Must be 1 to {MostBranches}.")],
            };
        }

        var repository = await database.ReadAsync(
            scope => ProjectStore.Find(scope, request.Id) is { } project ? RepositoryStore.Find(scope, project.RepositoryIds[0]) : null,
            cancellationToken);
        return repository is null
            ? ProjectChecks.NotFound(request.Id)
            : await worker.CallAsync<FindBranchesRequest, ListBranchesResponse>(
                WorkerMethods.ListBranches,
                new FindBranchesRequest
                {
                    RepositoryPath = repository.Path,
                    Query = request.Query,
                    Limit = request.Limit ?? UsualBranches,
                    Cursor = request.Cursor,
                },
                cancellationToken);
    }
}
