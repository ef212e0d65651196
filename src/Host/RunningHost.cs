using Homeport.Host.Access;
using Homeport.Host.Workers;
using Homeport.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Homeport.Host;

/// <summary>A host that answers. Disposing it stops it: no new requests, connections closed, everything stored, the PID file gone.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private readonly HostInstance _instance;
    private readonly HostOwnership _ownership;

    internal RunningHost(HostInstance instance, HostOwnership ownership) => (_instance, _ownership) = (instance, ownership);

    public int Port => _instance.Port;

    public string SocketPath => _instance.SocketPath;

    /// <summary>Completes when somebody asked over an interface that the host should stop.</summary>
    public Task StopRequested => Services.GetRequiredService<StopSignal>().Requested;

    /// <summary>The host's log, for what runs beside it in this process.</summary>
    public ILoggerFactory Loggers => Services.GetRequiredService<ILoggerFactory>();

    internal IServiceProvider Services => _ownership.Services!;

    /// <summary>A link that opens a browser logged in; once, within five minutes.</summary>
    public string CreateLoginLink() => Services.GetRequiredService<CreateLoginLink>().Create().Url;

    /// <summary>Serves a worker over a link until it closes; the link is owned from here on. Returns when the worker is gone.</summary>
    public Task ServeWorkerAsync(IRpcTransport link) => Services.GetRequiredService<WorkerConnections>().ServeAsync(link);

    /// <summary>The same, in the background; ended with the host.</summary>
    public void BeginServingWorker(IRpcTransport link) => Services.GetRequiredService<WorkerConnections>().BeginServing(link);

    public ValueTask DisposeAsync() => _ownership.DisposeAsync();
}
