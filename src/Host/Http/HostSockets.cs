using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Homeport.Platform.Sockets;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Http;

/// <summary>
/// The sockets we listen on, bound and listening before the server is built: so the port is known early, another program that
/// holds it is named, and whoever connects while we start waits instead of being refused.
/// </summary>
internal sealed partial class HostSockets : IDisposable
{
    private const int Backlog = 512;
    private const int PortTries = 20;
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

    private readonly List<(EndPoint EndPoint, Socket Socket)> _bound = [];

    private HostSockets(string socketPath) => SocketPath = socketPath;

    public int Port { get; private set; }

    public string SocketPath { get; }

    public IEnumerable<IPEndPoint> Endpoints => _bound.Select(bound => bound.EndPoint).OfType<IPEndPoint>();

    /// <exception cref="HostStartException">The port stayed in use.</exception>
    public static async Task<HostSockets> BindAsync(
        HostOptions options, string socketPath, TimeProvider time, ILogger<HostSockets> logger, CancellationToken cancellationToken)
    {
        var sockets = new HostSockets(socketPath);
        try
        {
            var start = time.GetTimestamp();
            while (!sockets.TryBindPort(options, logger))
            {
                if (time.GetElapsedTime(start) >= options.BindPatience)
                {
                    throw new HostStartException(HostStartException.InUse, InUse(options.Port));
                }

                await Task.Delay(RetryEvery, time, cancellationToken);
            }

            sockets.BindOwnerSocket();
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>Hands a socket to the server, which closes it from then on.</summary>
    public Socket Take(EndPoint endPoint)
    {
        var index = _bound.FindIndex(bound => bound.EndPoint.Equals(endPoint) || (bound.EndPoint is UnixDomainSocketEndPoint && endPoint is UnixDomainSocketEndPoint));
        var socket = _bound[index].Socket;
        _bound.RemoveAt(index);
        return socket;
    }

    public void Dispose()
    {
        foreach (var (_, socket) in _bound)
        {
            socket.Dispose();
        }

        _bound.Clear();
    }

    private bool TryBindPort(HostOptions options, ILogger logger)
    {
        if (options.Address is { } address)
        {
            return TryBind(new IPEndPoint(IPAddress.Parse(address), options.Port)) is not BindOutcome.InUse;
        }

        // With any free port, the one that IPv4 gets may be taken on IPv6: then another one is tried.
        for (var attempt = 0; attempt < (options.Port == 0 ? PortTries : 1); attempt++)
        {
            if (TryBind(new IPEndPoint(IPAddress.Loopback, options.Port)) == BindOutcome.InUse)
            {
                return false;
            }

            switch (Socket.OSSupportsIPv6 ? TryBind(new IPEndPoint(IPAddress.IPv6Loopback, Port)) : BindOutcome.NoSuchAddress)
            {
                case BindOutcome.NoSuchAddress:
                    LogNoIpv6(logger, Port);
                    return true;
                case BindOutcome.Bound:
                    return true;
                case BindOutcome.InUse:
                    Dispose();
                    break;
            }
        }

        return false;
    }

    private BindOutcome TryBind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is
            SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            socket.Dispose();
            return exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? BindOutcome.InUse : BindOutcome.NoSuchAddress;
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var bound = (IPEndPoint)socket.LocalEndPoint!;
        Port = bound.Port;
        _bound.Add((bound, socket));
        return BindOutcome.Bound;
    }

    private void BindOwnerSocket() =>
        _bound.Add((new UnixDomainSocketEndPoint(SocketPath), OwnerSocket.Listen(SocketPath, Backlog))); // the data folder's lock is ours

    private static string InUse(int port)
    {
        var holder = PortHolder.Find(port) is { } found ? $" by {found}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Port {port} is in use{holder}. Stop that program, or choose another port with --port (0 = any free one).");
    }

    private enum BindOutcome
    {
        Bound,
        InUse,
        NoSuchAddress,
    }

    [LoggerMessage(LogLevel.Warning, "This machine has no IPv6 loopback; listening on 127.0.0.1:{Port} only")]
    private static partial void LogNoIpv6(ILogger logger, int port);
}
