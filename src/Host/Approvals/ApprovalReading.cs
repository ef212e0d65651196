using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Approvals;
using Homeport.Storage;

namespace Homeport.Host.Approvals;

/// <summary>Shows what agents ask.</summary>
internal sealed class ApprovalReading(Database database)
{
    private const int MostInPage = 200;

    public Task<Result<ApprovalResponse>> GetAsync(GetApprovalRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ApprovalResponse>>(
            scope => ApprovalStore.Find(scope, request.Id) is { } approval
                ? new ApprovalResponse { Approval = approval }
                : new Problem(ProblemCode.NotFound, $"There is no approval {request.Id}."),
            cancellationToken);

    public async Task<Result<ListApprovalsResponse>> ListAsync(ListApprovalsRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Limit ?? 50;
        if (limit is < 1 or > MostInPage)
        {
            return TaskChecks.Invalid([new FieldError("limit", $"A page has 1 to {MostInPage} approvals.")]);
        }

        var found = await database.ReadAsync(
            scope => ApprovalStore.List(scope, Workspace.Personal, request.TaskId, request.State, request.Cursor, limit + 1),
            cancellationToken);
        return new ListApprovalsResponse
        {
            Items = [.. found.Take(limit)],
            NextCursor = found.Count > limit ? found[limit - 1].Id : null,
        };
    }
}
