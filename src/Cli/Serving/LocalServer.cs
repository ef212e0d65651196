using Homeport.Host;
using Homeport.Rpc;
using Homeport.Rpc.InProcess;
using Homeport.Worker;

namespace Homeport.Cli.Serving;

/// <summary>
/// A host, and a worker on the same machine: beside it in a process that outlives it, or with <c>--single-process</c> in this
/// one, joined by a pipe. They know of each other only what crosses the link, so a worker on another machine needs no other code.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly RunningHost _host;
    private WorkerApplication? _worker;

    private LocalServer(RunningHost host) => _host = host;

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
            DiskReserve = settings.DiskReserve,
            Sidecar = settings.SingleProcess ? null : SidecarLaunch.From(settings, surroundings),
        };
        var host = await HostApplication.StartAsync(options, surroundings.Output, surroundings.Errors, surroundings.Time, cancellationToken);
        var server = new LocalServer(host);
        if (!settings.SingleProcess)
        {
            return server;
        }

        try
        {
            server._worker = await server.StartWorkerAsync(settings, surroundings, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A worker in this process first: its agents and their trees, so that their end is recorded while there is somebody to record it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _host.DisposeAsync();
    }

    private Task<WorkerApplication> StartWorkerAsync(ServeSettings settings, Surroundings surroundings, CancellationToken cancellationToken) =>
        WorkerApplication.StartAsync(
            new WorkerOptions
            {
                Root = settings.Root,
                Environment = surroundings.Environment,
                Program = surroundings.Program,
                Version = surroundings.Version,
                ContainerEngine = surroundings.Variable("HOMEPORT_CONTAINER_ENGINE"),
                ContainerImage = surroundings.Variable("HOMEPORT_CONTAINER_IMAGE"),
                OffersNewestAcp = surroundings.Variable(SidecarLaunch.NewestAcp) == "1",
                ExtraRoots = settings.AllowedFolders,
            },
            Dial, _host.Loggers, surroundings.Time, cancellationToken);

    private Task<IRpcTransport> Dial(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (hostEnd, workerEnd) = PipePair.Create();
        _host.BeginServingWorker(hostEnd);
        return Task.FromResult(workerEnd);
    }
}
