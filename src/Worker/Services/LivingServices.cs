using System.Collections.Concurrent;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Worker.Link;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Services;

/// <summary>
/// The services of this worker: sidecars of the person's own and startup commands of projects, told apart by nobody here. They
/// live on while no host is there and end with the worker. Those that have ended stay known, so that their end and their log
/// can be read, up to <see cref="MostOver"/>.
/// </summary>
internal sealed class LivingServices(WorkerOptions options, Confining confining, IServiceNotices notices, TimeProvider time) : IAsyncDisposable
{
    private const int MostOver = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SupervisedService> _services = new(StringComparer.Ordinal);

    /// <summary>The ids of those that run or will by themselves.</summary>
    public IReadOnlyList<string> Living => [.. _services.Where(service => !service.Value.IsOver).Select(service => service.Key)];

    public void Register(MethodTable methods)
    {
        methods.Add<StartServiceRequest, ServiceStatusResponse>(
            WorkerMethods.StartService, (request, cancellationToken) => StartAsync(request, isRestart: false, cancellationToken));
        methods.Add<StartServiceRequest, ServiceStatusResponse>(
            WorkerMethods.RestartService, (request, cancellationToken) => StartAsync(request, isRestart: true, cancellationToken));
        methods.Add<StopServiceRequest>(WorkerMethods.StopService, StopAsync);
        methods.Add<StopServiceRequest>(WorkerMethods.ForgetService, ForgetAsync);
        methods.Add<NoRequest, ListServicesResponse>(WorkerMethods.ListServices, (_, _) => Task.FromResult(new ListServicesResponse
        {
            Items = [.. _services.Values.Select(service => service.Status).OfType<ServiceStatus>()],
        }));
        methods.Add<ReadServiceLogRequest, ServiceLogResponse>(WorkerMethods.ReadServiceLog, ReadLogAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Values.Select(service => service.DisposeAsync().AsTask()));
        _services.Clear();
    }

    private async Task<ServiceStatusResponse> StartAsync(StartServiceRequest request, bool isRestart, CancellationToken cancellationToken)
    {
        await ForgetOldestAsync();
        var service = _services.GetOrAdd(Checked(request.ServiceId), id => new SupervisedService(id, options, confining, notices, time));
        return new ServiceStatusResponse { Service = await service.StartAsync(request, isRestart, cancellationToken) };
    }

    /// <summary>One that is not known does not run either.</summary>
    private Task StopAsync(StopServiceRequest request, CancellationToken cancellationToken) =>
        _services.TryGetValue(request.ServiceId, out var service) ? service.StopAsync(cancellationToken) : Task.CompletedTask;

    private async Task ForgetAsync(StopServiceRequest request, CancellationToken cancellationToken)
    {
        var id = Checked(request.ServiceId);
        if (_services.TryRemove(id, out var service))
        {
            await service.DisposeAsync();
        }

        var file = new FileInfo(SupervisedService.LogFile(id, options));
        foreach (var one in file.Directory is { Exists: true } folder ? folder.EnumerateFiles($"{file.Name}*") : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            one.Delete();
        }
    }

    private async Task<ServiceLogResponse> ReadLogAsync(ReadServiceLogRequest request, CancellationToken cancellationToken)
    {
        var id = Checked(request.ServiceId);
        if (!_services.ContainsKey(id) && request is { From: not null, WaitSeconds: > 0 })
        {
            await Task.Delay(Pause, time, cancellationToken); // who follows it has read the file; it may be started meanwhile
        }

        return _services.TryGetValue(id, out var service)
            ? await service.ReadLogAsync(request, cancellationToken)
            : SupervisedService.ReadFile(id, options, request); // of an earlier worker
    }

    private async Task ForgetOldestAsync()
    {
        foreach (var (id, _) in _services.Where(service => service.Value.IsOver).OrderByDescending(service => service.Value.Since).Skip(MostOver).ToArray())
        {
            if (_services.TryRemove(id, out var service))
            {
                await service.DisposeAsync();
            }
        }
    }

    /// <summary>It becomes the name of a file.</summary>
    private static string Checked(string id) => Guid.TryParseExact(id, "D", out _)
        ? id
        : throw new WorkerRefusedException(ErrorCodes.InvalidRequest, "The id of a service is a UUID.");
}
