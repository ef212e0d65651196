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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = OwnerSocketPath.ForWorkers(options.Root);
        OwnerSocketPath.DemandOurs(path);
        File.Delete(path); // the lock on the data folder says that nobody else listens there
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        listener.Listen(Backlog);
        try
        {
            while (true)
            {
                Serve(await listener.AcceptAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(path); // nobody new; those who are here are told by WorkerConnections
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The transport owns the stream, the connections own the transport.")]
    private void Serve(Socket socket)
    {
        if (!PeerIdentity.Of(socket).IsCurrentUser)
        {
            LogForeign(PeerIdentity.Of(socket).UserId);
            socket.Dispose();
            return;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        workers.BeginServing(new LineTransport(stream, stream, LongestMessage));
    }

    [LoggerMessage(LogLevel.Warning, "User {User} tried to come in as a worker and was refused")]
    private partial void LogForeign(uint user);
}
