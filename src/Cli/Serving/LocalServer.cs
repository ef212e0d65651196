using Homeport.Host;
using Homeport.Platform.Processes;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Worker;

namespace Homeport.Cli.Serving;

/// <summary>
/// Both planes in one process: the host, and a worker joined to it by a pipe. They know of each other only what crosses that
/// pipe, so a worker on another machine needs no other code.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(1);

    private readonly RunningHost _host;
    private readonly OwnerMarker _owner;
    private readonly TimeProvider _time;
    private OrphanGuard? _guard;
    private WorkerApplication? _worker;
    private Task _serving = Task.CompletedTask;

    private LocalServer(RunningHost host, OwnerMarker owner, TimeProvider time) => (_host, _owner, _time) = (host, owner, time);

    public RunningHost Host => _host;

    /// <summary>
    /// Starts the host, which says that it is ready, and then the worker: pages show at once, and a task that is started
    /// meanwhile waits a moment in its queue.
    /// </summary>
    /// <exception cref="HostStartException">The host cannot be started.</exception>
    public static async Task<LocalServer> StartAsync(ServeSettings settings, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var options = new HostOptions
        {
            Root = settings.Root,
            Port = settings.Port,
            Address = settings.Address,
            BehindProxy = settings.BehindProxy,
            PublicNames = settings.PublicNames,
            Auth = settings.Auth,
            StoreConnection = settings.StoreConnection,
            WebFolder = settings.WebFolder,
            Version = surroundings.Version,
            Environment = surroundings.Environment,
        };
        var host = await HostApplication.StartAsync(options, surroundings.Output, surroundings.Errors, surroundings.Time, cancellationToken);
        var server = new LocalServer(host, OwnerMarker.ForRoot(settings.Root), surroundings.Time);
        try
        {
            await server.StartWorkerAsync(settings, surroundings, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Agents and their trees first, so that their end is recorded while there is somebody to record it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _serving;
        await _host.DisposeAsync();
        if (_guard is not null)
        {
            await _guard.DisposeAsync();
        }
    }

    private async Task StartWorkerAsync(ServeSettings settings, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // The host holds the folder's lock, so whatever carries its mark is left from an earlier run.
        await OrphanGuard.SweepAsync(_owner, LeftoverGrace, _time, cancellationToken);
        _guard = OrphanGuard.Start(_owner, surroundings.Variable("PATH") ?? "/usr/bin:/bin", _time);

        var (hostEnd, workerEnd) = PipePair.Create();
        _serving = _host.ServeWorkerAsync(hostEnd);
        var options = new WorkerOptions
        {
            Root = settings.Root,
            Environment = surroundings.Environment,
            Program = surroundings.Program,
            Version = surroundings.Version,
            ExtraRoots = settings.AllowedFolders,
        };
        _worker = await StartWorkerAsync(options, workerEnd, cancellationToken);
    }

    private async Task<WorkerApplication> StartWorkerAsync(WorkerOptions options, IRpcTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            return await WorkerApplication.StartAsync(options, transport, _host.Loggers, _time, cancellationToken);
        }
        catch
        {
            await transport.DisposeAsync();
            throw;
        }
    }
}
