using System.Net;
using System.Net.Sockets;
using System.Text;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Platform.Sockets;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Sockets;

public sealed class SocketTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_other_end_is_known_by_user_and_process()
    {
        using var listener = Listen(_folder["s"]);
        await using var client = ChildProcess.Start(
            Start.Program("python3", "-c", "import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.recv(1)", _folder["s"]), TimeProvider.System);
        using var server = await listener.AcceptAsync(Start.Cancellation);

        var peer = PeerIdentity.Of(server);

        Assert.Equal(client.Id, peer.ProcessId);
        Assert.Equal(PeerIdentity.CurrentUserId, peer.UserId);
        Assert.True(peer.IsCurrentUser);
        Assert.False((peer with { UserId = peer.UserId + 1 }).IsCurrentUser);
    }

    [Fact]
    public void A_socket_of_the_network_has_no_such_identity()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Throws<SocketException>(() => PeerIdentity.Of(socket));
    }

    [Fact]
    public void A_short_root_holds_its_socket_and_a_long_one_has_it_in_tmp()
    {
        Assert.Equal("/home/me/.homeport/ipc.sock", OwnerSocketPath.For("/home/me/.homeport/"));

        var exactly = "/" + new string('x', 90);
        Assert.Equal(100, Encoding.UTF8.GetByteCount(OwnerSocketPath.For(exactly)));
        Assert.StartsWith(exactly, OwnerSocketPath.For(exactly), StringComparison.Ordinal);
        Assert.Matches("^/tmp/homeport-[0-9a-f]{12}\\.sock$", OwnerSocketPath.For(exactly + "x"));
        Assert.Matches("^/tmp/homeport-[0-9a-f]{12}\\.sock$", OwnerSocketPath.For("/" + new string('ö', 46)));
        Assert.NotEqual(OwnerSocketPath.For(exactly + "xx"), OwnerSocketPath.For(exactly + "xy"));
    }

    [Fact]
    public async Task A_socket_path_that_somebody_else_took_is_refused()
    {
        OwnerSocketPath.DemandOurs(_folder["nothing"]);
        using (Listen(_folder["ours"]))
        {
            OwnerSocketPath.DemandOurs(_folder["ours"]);
            File.CreateSymbolicLink(_folder["link"], _folder["ours"]);
            Assert.Throws<UnsafePathException>(() => OwnerSocketPath.DemandOurs(_folder["link"]));
            if ((await Start.RunAsync(Start.Program("chown", "12345", _folder["ours"]))).IsSuccess) // only root can set this up
            {
                Assert.Throws<UnsafePathException>(() => OwnerSocketPath.DemandOurs(_folder["ours"]));
            }
        }

        File.WriteAllText(_folder["file"], "");
        Assert.Throws<UnsafePathException>(() => OwnerSocketPath.DemandOurs(_folder["file"]));
    }

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return listener;
    }
}
