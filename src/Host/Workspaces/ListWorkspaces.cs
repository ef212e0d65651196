using Homeport.Domain;
using Homeport.Protocol.Workspaces;
using Homeport.Storage;

namespace Homeport.Host.Workspaces;

/// <summary>All workspaces, oldest first.</summary>
internal sealed class ListWorkspaces(Database database)
{
    public async Task<Result<ListWorkspacesResponse>> RunAsync(CancellationToken cancellationToken) =>
        new ListWorkspacesResponse { Items = await database.ReadAsync(WorkspaceStore.List, cancellationToken) };
}
