using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Shows rules.</summary>
internal sealed class ReadRules(Database database)
{
    public Task<Result<ListPermissionRulesResponse>> ListAsync(ListPermissionRulesRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListPermissionRulesResponse>>(
            scope => new ListPermissionRulesResponse
            {
                Items =
                [
                    .. RuleStore.List(scope, Workspace.Personal).Where(rule =>
                        (request.RepositoryGroupId is null || rule.RepositoryGroupId == request.RepositoryGroupId) &&
                        (request.TaskId is null || rule.TaskId == request.TaskId) && (request.Scope is null || rule.Scope == request.Scope)),
                ],
            },
            cancellationToken);
}
