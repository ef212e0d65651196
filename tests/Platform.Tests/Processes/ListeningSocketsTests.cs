using System.Net;
using System.Net.Sockets;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class ListeningSocketsTests
{
    [Fact]
    public async Task The_ports_of_a_tree_are_found_and_those_of_others_are_not()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var child = ChildProcess.Start(
            Start.Shell("""
                python3 -c "
                import socket, time
                a = socket.socket(); a.bind(('127.0.0.1', 0)); a.listen(1)
                b = socket.socket(socket.AF_INET6); b.bind(('::', 0)); b.listen(1)
                c = socket.socket(); c.bind(('127.0.0.1', 0))
                d = socket.create_connection(a.getsockname())
                print(a.getsockname()[1], b.getsockname()[1], flush=True)
                time.sleep(600)" & wait
                """),
            TimeProvider.System);
        var ports = (await new StreamReader(child.Output).ReadLineAsync(Start.Cancellation))!.Split(' ').Select(int.Parse).ToList();

        var found = ListeningSockets.Of(child.FindTree());

        Assert.Equal(ports.Order(), found.Select(socket => socket.Port));
        Assert.Equal(IPAddress.Loopback, found.Single(socket => socket.Port == ports[0]).Address);
        Assert.Equal(IPAddress.IPv6Any, found.Single(socket => socket.Port == ports[1]).Address);
        Assert.All(found, socket => Assert.NotEqual(child.Id, socket.ProcessId));
        await child.KillAsync(Start.Cancellation);
        Assert.Empty(ListeningSockets.Of([child.Id]));
        Assert.Empty(ListeningSockets.Of([]));
    }

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("0: 0100007F:1F90 00000000:0000 01 00000000:00000000 00:00000000 00000000 0 0 12 1")]
    [InlineData("0: 0100007F 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12 1")]
    [InlineData("0: 0100007:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12 1")]
    [InlineData("0: 0100007F:0000 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12 1")]
    [InlineData("0: XX00007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12 1")]
    [InlineData("")]
    public void What_is_no_listening_socket_is_passed_over(string line) => Assert.False(ListeningSockets.TryParse(line, out _, out _));

    [Fact]
    public void A_listening_socket_is_read()
    {
        Assert.True(ListeningSockets.TryParse("0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1 0", out var endPoint, out var inode));
        Assert.Equal((IPEndPoint.Parse("127.0.0.1:8080"), 4711), (endPoint, inode));
        Assert.True(ListeningSockets.TryParse("1: 00000000000000000000000001000000:1F90 0:0 0A 0:0 0:0 0 0 0 5 1", out endPoint, out _));
        Assert.Equal(IPEndPoint.Parse("[::1]:8080"), endPoint);
    }
}
