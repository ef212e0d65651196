using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Homeport.Platform.Sockets;
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

    /// <summary>A batch of a journal is at most a megabyte, a large tool output some more.</summary>
    private const int LongestMessage = 64 * 1024 * 1024;

    private readonly string _path = OwnerSocketPath.ForWorkers(options.Root);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Listens before it returns: a host that no worker can reach must not say that it has started.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        OwnerSocketPath.DemandOurs(_path);
        File.Delete(_path); // the lock on the data folder says that nobody else listens there
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _listener.Listen(Backlog);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Serve(await _listener.AcceptAsync(stoppingToken));
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
        workers.BeginServing(new LineTransport(stream, stream, LongestMessage));
    }

    [LoggerMessage(LogLevel.Warning, "User {User} tried to come in as a worker and was refused")]
    private partial void LogForeign(uint user);
}
