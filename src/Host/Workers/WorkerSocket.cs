using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Homeport.Platform.Sockets;
using Homeport.Protocol.Link;
using Homeport.Rpc.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Workers;

/// <summary>
/// The socket at which workers of this machine come in: the sidecar, and one that an earlier host left with agents on it.
/// Only our own user is let in; the kernel tells who it is.
/// </summary>
internal sealed partial class WorkerSocket(HostOptions options, WorkerConnections workers, ILogger<WorkerSocket> logger) : BackgroundService
{
    private const int Backlog = 16;

    private readonly string _path = OwnerSocketPath.ForWorkers(options.Root);
    private Socket? _listener;

    /// <summary>Listens before it returns: a host that no worker can reach must not say that it has started.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = OwnerSocket.Listen(_path, Backlog);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Serve(await _listener!.AcceptAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(_path); // nobody new; those who are here are told by WorkerConnections
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The transport owns the stream, the connections own the transport.")]
    private void Serve(Socket socket)
    {
        try
        {
            var peer = PeerIdentity.Of(socket);
            if (!peer.IsCurrentUser)
            {
                LogForeign(peer.UserId);
                socket.Dispose();
                return;
            }
        }
        catch (SocketException)
        {
            socket.Dispose(); // it went away while it came in
            return;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        workers.BeginServing(new LineTransport(stream, stream, LinkProtocol.LongestMessage));
    }

    [LoggerMessage(LogLevel.Warning, "User {User} tried to come in as a worker and was refused")]
    private partial void LogForeign(uint user);
}
