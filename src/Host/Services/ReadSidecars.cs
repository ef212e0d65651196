using Homeport.Domain;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>Shows sidecars and what they wrote.</summary>
internal sealed class ReadSidecars(Database database, ServiceControl services)
{
    private const int MostLines = 2000;
    private const double LongestWait = 25;

    public async Task<Result<SidecarResponse>> GetAsync(GetSidecarRequest request, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => SidecarStore.Find(scope, request.Id), cancellationToken) is { } sidecar
            ? new SidecarResponse { Sidecar = sidecar.View }
            : SidecarChecks.NotFound(request.Id);

    public Task<Result<ListSidecarsResponse>> ListAsync(ListSidecarsRequest request, CancellationToken cancellationToken)
    {
        var workspace = request.WorkspaceId ?? Workspace.Personal;
        return database.ReadAsync<Result<ListSidecarsResponse>>(
            scope => WorkspaceStore.Exists(scope, workspace)
                ? new ListSidecarsResponse { Items = [.. SidecarStore.List(scope, workspace).Select(sidecar => sidecar.View)] }
                : Workspace.NotFound(workspace),
            cancellationToken);
    }

    public async Task<Result<ServiceLogResponse>> ReadLogAsync(ReadSidecarLogRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        if (request.Limit is < 1 or > MostLines)
        {
            errors.Add(new FieldError("limit", $"Must be 1 to {MostLines}."));
        }

        if (request.WaitSeconds is < 0 or > LongestWait)
        {
            errors.Add(new FieldError("waitSeconds", $"Must be 0 to {LongestWait}."));
        }

        if (errors.Count > 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "The log was not read; errors tells what to change.") { Errors = errors };
        }

        return await database.ReadAsync(scope => SidecarStore.Find(scope, request.Id), cancellationToken) is { } sidecar
            ? await services.ReadLogAsync(
                sidecar.WorkerId,
                new ReadServiceLogRequest { ServiceId = sidecar.Id, From = request.From, Limit = request.Limit, WaitSeconds = request.WaitSeconds },
                cancellationToken)
            : SidecarChecks.NotFound(request.Id);
    }
}
