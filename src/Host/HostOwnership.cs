using Homeport.Host.Access;
using Homeport.Host.Http;
using Homeport.Host.Logging;
using Homeport.Platform.Files;
using Homeport.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Homeport.Host;

/// <summary>What a host holds, in the order in which it got it; it lets go in the opposite order, however far it came.</summary>
internal sealed class HostOwnership : IAsyncDisposable
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(2);

    private readonly List<IHostedService> _loops = [];
    private readonly List<string> _files = [];
    private bool _isDisposed;

    public FileLock? Lock { get; set; }

    public RotatedFile? LogFile { get; set; }

    public HostLog? Log { get; set; }

    public HostSockets? Sockets { get; set; }

    /// <summary>The store, which opens while the rest starts.</summary>
    public Task<Database>? Opening { get; set; }

    public ServiceProvider? Services { get; set; }

    public HostServer? Server { get; set; }

    /// <summary>Starts what works by itself. It is started last, so that nothing of it delays the first answer.</summary>
    public async Task StartLoopsAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in Services!.GetServices<IHostedService>())
        {
            await loop.StartAsync(cancellationToken);
            _loops.Add(loop);
        }
    }

    /// <summary>Names files that mean "here is a host", and go with it.</summary>
    public void RemoveAtEnd(params string[] files) => _files.AddRange(files);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (Server is not null)
        {
            await StopServerAsync(Server);
        }

        using (var patience = new CancellationTokenSource(LoopPatience, TimeProvider.System))
        {
            foreach (var loop in Enumerable.Reverse(_loops))
            {
                await StopAsync(loop, patience.Token);
            }
        }

        if (Services is not null)
        {
            await Services.DisposeAsync();
        }

        if (Opening is not null)
        {
            await CloseStoreAsync(Opening);
        }

        Sockets?.Dispose();
        _files.ForEach(File.Delete);
        if (LogFile is not null)
        {
            await LogFile.DisposeAsync();
        }

        Log?.Dispose();
        Lock?.Dispose();
    }

    private static async Task CloseStoreAsync(Task<Database> opening)
    {
        await Task.WhenAny(opening);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }
    }

    private async Task StopServerAsync(HostServer server)
    {
        using var patience = new CancellationTokenSource(RequestPatience, TimeProvider.System);
        var closing = Services?.GetRequiredService<OpenConnections>().CloseAllAsync() ?? Task.CompletedTask;
        await server.StopAsync(patience.Token);
        await closing;
        await server.DisposeAsync();
    }

    private static async Task StopAsync(IHostedService loop, CancellationToken patience)
    {
        try
        {
            await loop.StopAsync(patience).WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            // It does not end in time; the process does.
        }
    }
}
