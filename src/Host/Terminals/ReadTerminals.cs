using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>Shows and names terminals.</summary>
internal sealed class ReadTerminals(Database database)
{
    public async Task<Result<TerminalResponse>> GetAsync(GetTerminalRequest request, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => TerminalStore.Find(scope, request.Id), cancellationToken) is { } row
            ? new TerminalResponse { Terminal = row.Terminal }
            : TerminalProblems.NotFound(request.Id);

    public Task<Result<ListTerminalsResponse>> ListAsync(ListTerminalsRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.WorkspaceId ?? Workspace.Personal;
        return database.ReadAsync<Result<ListTerminalsResponse>>(
            scope => WorkspaceStore.Exists(scope, workspace)
                ? new ListTerminalsResponse
                {
                    Items =
                    [
                        .. TerminalStore.List(scope, workspace).Select(row => row.Terminal).Where(terminal =>
                            (request.TaskId is null || terminal.TaskId == request.TaskId) &&
                            (request.RepositoryGroupId is null || terminal.RepositoryGroupId == request.RepositoryGroupId)),
                    ],
                }
                : Workspace.NotFound(workspace),
            cancellationToken);
    }
}
