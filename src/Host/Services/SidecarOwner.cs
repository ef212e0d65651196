using Homeport.Host.Workers;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Services;

/// <summary>Brings the sidecars that run to those that are wanted, at each registration of a worker.</summary>
internal sealed partial class SidecarOwner(
    Database database, WorkerDirectory workers, SidecarStatuses statuses, TimeProvider time, ILogger<SidecarOwner> logger) : IServiceOwner
{
    /// <summary>Two workers come back to a new host within a moment; what the other one runs must not be started twice.</summary>
    private static readonly TimeSpan OtherWorker = TimeSpan.FromSeconds(2);

    public ServiceKind Kind => ServiceKind.Sidecar;

    public Task ChangedAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken) =>
        statuses.ChangeAsync(workerId, status, cancellationToken);

    public async Task ReuniteAsync(
        ConnectedWorker worker, IReadOnlyList<ServiceStatus> known, IReadOnlyList<string> tookOver, CancellationToken cancellationToken)
    {
        var sidecars = await database.ReadAsync(SidecarStore.All, cancellationToken);
        foreach (var status in known)
        {
            if (!sidecars.Any(sidecar => sidecar.Id == status.ServiceId))
            {
                await TellAsync(worker, WorkerMethods.ForgetService, status.ServiceId, cancellationToken); // removed while it was away
            }
            else
            {
                await statuses.ChangeAsync(worker.Id, status, cancellationToken);
            }
        }

        foreach (var sidecar in sidecars)
        {
            var status = known.FirstOrDefault(status => status.ServiceId == sidecar.Id);
            if (status?.IsInHand() == true && (worker.IsDraining || !sidecar.View.Wanted))
            {
                await TellAsync(worker, WorkerMethods.StopService, sidecar.Id, cancellationToken);
                await statuses.EndAsync(sidecar.Id, "Stopped as asked.", cancellationToken);
            }

            // Added while the worker was asked what it runs: it lives there, and the answer does not tell yet.
            var isJustPlaced = status is null && sidecar.WorkerId == worker.Id && sidecar.View.Status.IsInHand();

            // One that this worker has seen end by itself is left: it gave up, or was done.
            if (!isJustPlaced && IsWanted(sidecar, worker.Id) && (status is null || worker.IsDraining))
            {
                await StartAsync(sidecar, tookOver, cancellationToken);
            }
        }
    }

    /// <summary>It is wanted, or is to start with each new worker.</summary>
    private static bool IsWanted(Sidecar sidecar, string workerId) =>
        sidecar.View.Wanted || (sidecar.View.AutoStart && sidecar.WorkerId is not null && sidecar.WorkerId != workerId);

    private async Task StartAsync(Sidecar sidecar, IReadOnlyList<string> tookOver, CancellationToken cancellationToken)
    {
        if (sidecar.View.Status.IsInHand() && sidecar.WorkerId is { } other && workers.Current?.Id != other && !tookOver.Contains(other))
        {
            await Task.Delay(OtherWorker, time, cancellationToken);
            if (workers.Find(other) is { IsDraining: false })
            {
                return; // it lives there
            }
        }

        var current = await database.WriteAsync(scope => Want(scope, sidecar.Id), cancellationToken);
        if (current is null || workers.Current is not { } worker)
        {
            return; // removed meanwhile; or the next worker that registers starts it
        }

        var started = await worker.CallAsync<StartServiceRequest, ServiceStatusResponse>(
            WorkerMethods.StartService, current.ToStart(), cancellationToken);
        if (started.Succeeded(out var response, out var problem))
        {
            await statuses.ChangeAsync(worker.Id, response.Service, cancellationToken);
        }
        else
        {
            LogNotStarted(current.View.Name, problem.Message);
        }
    }

    private Sidecar? Want(WriteScope scope, string id)
    {
        if (SidecarStore.Find(scope, id) is not { } sidecar)
        {
            return null;
        }

        if (!sidecar.View.Wanted || sidecar.View.Status.IsInHand())
        {
            var status = sidecar.View.Status.IsInHand()
                ? sidecar.View.Status.Ended("It is started by the worker that is there now.", time.GetUtcNow()) with { State = ServiceState.Starting }
                : sidecar.View.Status;
            sidecar = sidecar with { View = sidecar.View with { Wanted = true, Status = status } };
            SidecarStore.Save(scope, sidecar);
        }

        return sidecar;
    }

    private static async Task TellAsync(ConnectedWorker worker, string method, string id, CancellationToken cancellationToken) =>
        await worker.CallAsync<StopServiceRequest, Protocol.NoResponse>(method, new StopServiceRequest { ServiceId = id }, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "The sidecar {Name} could not be started: {Reason}")]
    private partial void LogNotStarted(string name, string reason);
}
