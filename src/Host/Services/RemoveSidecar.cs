using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>Stops a sidecar and forgets it. One on a worker that is away is stopped when that is back, because nobody knows it then.</summary>
internal sealed class RemoveSidecar(Database database, ServiceControl services)
{
    public async Task<Result<NoResponse>> RunAsync(RemoveSidecarRequest request, CancellationToken cancellationToken)
    {
        var sidecar = await database.WriteAsync(
            scope =>
            {
                var found = SidecarStore.Find(scope, request.Id);
                if (found is not null)
                {
                    SidecarStore.Remove(scope, found);
                }

                return found;
            },
            cancellationToken);
        if (sidecar is null)
        {
            return SidecarChecks.NotFound(request.Id);
        }

        var forgotten = await services.ForgetAsync(sidecar.WorkerId, sidecar.Id, cancellationToken);
        return forgotten.Succeeded(out _, out var problem) || problem.Code == ProblemCode.Unavailable ? new NoResponse() : problem;
    }
}
