using Homeport.Domain;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>
/// Starts, stops and restarts sidecars. The wish is stored first, so that it holds for a worker that is away now and for the
/// next one.
/// </summary>
internal sealed class RunSidecar(Database database, ServiceControl services, ServiceWishes wishes, SidecarStatuses statuses)
{
    public Task<Result<SidecarResponse>> StartAsync(StartSidecarRequest request, CancellationToken cancellationToken) =>
        RunAsync(request.Id, isRestart: false, cancellationToken);

    public Task<Result<SidecarResponse>> RestartAsync(RestartSidecarRequest request, CancellationToken cancellationToken) =>
        RunAsync(request.Id, isRestart: true, cancellationToken);

    public async Task<Result<SidecarResponse>> StopAsync(StopSidecarRequest request, CancellationToken cancellationToken)
    {
        using var wish = wishes.Begin(request.Id);
        if (await WantAsync(request.Id, isWanted: false, cancellationToken) is not { } sidecar)
        {
            return SidecarChecks.NotFound(request.Id);
        }

        if (sidecar.WorkerId is { } workerId && services.IsConnected(workerId))
        {
            var stopped = await services.StopAsync(workerId, sidecar.Id, cancellationToken);
            if (!stopped.Succeeded(out _, out var problem))
            {
                return problem;
            }

            await statuses.EndAsync(sidecar.Id, "Stopped as asked.", cancellationToken); // the worker's own word may come later
        }

        return await ViewAsync(request.Id, cancellationToken);
    }

    private async Task<Result<SidecarResponse>> RunAsync(string id, bool isRestart, CancellationToken cancellationToken)
    {
        using var wish = wishes.Begin(id);
        if (await WantAsync(id, isWanted: true, cancellationToken) is not { } sidecar)
        {
            return SidecarChecks.NotFound(id);
        }

        if (!wish.IsLast)
        {
            return await ViewAsync(id, cancellationToken); // it was stopped meanwhile, or is started by another
        }

        var started = await services.StartAsync(sidecar.ToStart(), isRestart, cancellationToken);
        if (started.Succeeded(out var placed, out var problem))
        {
            await statuses.ChangeAsync(placed.WorkerId, placed.Status, cancellationToken);
        }
        else if (problem.Code == ProblemCode.Unavailable)
        {
            await statuses.WaitAsync(id, cancellationToken); // a worker that registers starts what is wanted
        }
        else
        {
            return problem;
        }

        return await ViewAsync(id, cancellationToken);
    }

    private Task<Sidecar?> WantAsync(string id, bool isWanted, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (SidecarStore.Find(scope, id) is not { } sidecar || sidecar.View.Wanted == isWanted)
            {
                return SidecarStore.Find(scope, id);
            }

            sidecar = sidecar with { View = sidecar.View with { Wanted = isWanted } };
            SidecarStore.Save(scope, sidecar);
            return sidecar;
        },
        cancellationToken);

    private async Task<Result<SidecarResponse>> ViewAsync(string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => SidecarStore.Find(scope, id), cancellationToken) is { } sidecar
            ? new SidecarResponse { Sidecar = sidecar.View }
            : SidecarChecks.NotFound(id);
}
