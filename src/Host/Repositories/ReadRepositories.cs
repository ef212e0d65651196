using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Repositories;
using Homeport.Storage;

namespace Homeport.Host.Repositories;

/// <summary>Shows repositories.</summary>
internal sealed class ReadRepositories(Database database)
{
    public async Task<Result<RepositoryResponse>> GetAsync(GetRepositoryRequest request, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => RepositoryStore.Find(scope, request.Id), cancellationToken) is { } repository
            ? new RepositoryResponse { Repository = repository }
            : NotFound(request.Id);

    public Task<Result<ListRepositoriesResponse>> ListAsync(ListRepositoriesRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.WorkspaceId ?? Workspace.Personal;
        return database.ReadAsync<Result<ListRepositoriesResponse>>(
            scope => WorkspaceStore.Exists(scope, workspace)
                ? new ListRepositoriesResponse { Items = RepositoryStore.List(scope, workspace) }
                : Workspace.NotFound(workspace),
            cancellationToken);
    }

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no repository {id}. It may have been removed; list them anew.");
}
