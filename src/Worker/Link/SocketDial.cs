using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Homeport.Platform.Sockets;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Rpc.Streams;

namespace Homeport.Worker.Link;

/// <summary>The way to the host of a data folder over its Unix socket.</summary>
public static class SocketDial
{
    /// <param name="root">The data folder.</param>
    public static DialHost To(string root)
    {
        var path = OwnerSocketPath.ForWorkers(root);
        return cancellationToken => DialAsync(path, cancellationToken);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The transport owns the stream, which owns the socket.")]
    private static async Task<IRpcTransport> DialAsync(string path, CancellationToken cancellationToken)
    {
        OwnerSocketPath.DemandOurs(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new LineTransport(stream, stream, LinkProtocol.LongestMessage);
        }
        catch (SocketException away)
        {
            socket.Dispose();
            throw new IOException($"No host answers at {path}: {away.Message}", away);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
