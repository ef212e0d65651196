using System.Net.Sockets;
using Homeport.Rpc.Streams;

namespace Homeport.Rpc.Tests.Transports;

internal static class UnixSocketTransports
{
    public static async Task<TransportPair> ConnectAsync()
    {
        var folder = Directory.CreateTempSubdirectory("homeport-rpc-");
        var address = new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(address, TestContext.Current.CancellationToken);
        var server = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        return new TransportPair(Lines(client), Lines(server), () =>
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static LineTransport Lines(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new LineTransport(stream, stream, TransportPair.MaxMessageBytes);
    }
}
