using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;

namespace Homeport.Host.Services;

/// <summary>
/// Starts, stops and reads services on workers, whoever has them run. What becomes of them comes to the
/// <see cref="IServiceOwner"/> of their kind.
/// </summary>
internal sealed class ServiceControl(WorkerDirectory workers, IEnumerable<IServiceOwner> owners)
{
    /// <summary>On the worker that takes new work. Says where it runs and, mostly, how the start went.</summary>
    public async Task<Result<PlacedService>> StartAsync(StartServiceRequest request, bool isRestart, CancellationToken cancellationToken)
    {
        var worker = workers.Current;
        var answer = await workers.CallOnAsync<StartServiceRequest, ServiceStatusResponse>(
            worker?.Id, isRestart ? WorkerMethods.RestartService : WorkerMethods.StartService, request, cancellationToken);
        return answer.Succeeded(out var started, out var problem) ? new PlacedService(worker!.Id, started.Service) : problem;
    }

    /// <summary>Returns when nothing of it is left.</summary>
    public Task<Result<NoResponse>> StopAsync(string? workerId, string serviceId, CancellationToken cancellationToken) =>
        workers.CallOnAsync<StopServiceRequest, NoResponse>(
            workerId, WorkerMethods.StopService, new StopServiceRequest { ServiceId = serviceId }, cancellationToken);

    /// <summary>Also its log.</summary>
    public Task<Result<NoResponse>> ForgetAsync(string? workerId, string serviceId, CancellationToken cancellationToken) =>
        workers.CallOnAsync<StopServiceRequest, NoResponse>(
            workerId ?? workers.Current?.Id, WorkerMethods.ForgetService, new StopServiceRequest { ServiceId = serviceId }, cancellationToken);

    public Task<Result<ServiceLogResponse>> ReadLogAsync(string? workerId, ReadServiceLogRequest request, CancellationToken cancellationToken) =>
        workers.CallOnAsync<ReadServiceLogRequest, ServiceLogResponse>(
            workerId is not null && workers.Find(workerId) is not null ? workerId : workers.Current?.Id, // the file is there for a later worker too
            WorkerMethods.ReadServiceLog, request, cancellationToken);

    /// <summary>Whether the worker can be asked now.</summary>
    public bool IsConnected(string workerId) => workers.Find(workerId) is not null;

    public Task ChangedAsync(string workerId, ServiceStatus status, CancellationToken cancellationToken) =>
        owners.FirstOrDefault(owner => owner.Kind == status.Kind)?.ChangedAsync(workerId, status, cancellationToken) ?? Task.CompletedTask;

    /// <summary>After each registration of a worker.</summary>
    public async Task ReuniteAsync(ConnectedWorker worker, IReadOnlyList<string> tookOver, CancellationToken cancellationToken)
    {
        var answer = await worker.CallAsync<NoRequest, ListServicesResponse>(WorkerMethods.ListServices, new NoRequest(), cancellationToken);
        if (!answer.Succeeded(out var known, out _))
        {
            return; // it is gone again, or of a version without services
        }

        foreach (var owner in owners)
        {
            await owner.ReuniteAsync(worker, [.. known.Items.Where(status => status.Kind == owner.Kind)], tookOver, cancellationToken);
        }
    }
}

/// <summary>A service that was started.</summary>
internal sealed record PlacedService(string WorkerId, ServiceStatus Status);
