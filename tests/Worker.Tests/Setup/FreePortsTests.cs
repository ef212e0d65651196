using System.Net;
using System.Net.Sockets;
using Homeport.Protocol.Link;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Tests.Setup;

public sealed class FreePortsTests
{
    [Fact]
    public void Ports_are_free_distinct_and_none_that_is_taken()
    {
        var ports = new FreePorts();
        var taken = Enumerable.Range(20_000, 5_000).ToArray();

        var found = ports.Find(new FindFreePortsRequest { Count = 200, Taken = taken }).Ports;

        Assert.Equal(200, found.Distinct().Count());
        Assert.All(found, port => Assert.InRange(port, 25_000, 29_999));
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("0.0.0.0"), InlineData("::1"), InlineData("::")]
    public void A_port_where_somebody_listens_on_any_address_is_not_free(string address)
    {
        var ports = new FreePorts();
        var port = ports.Find(new FindFreePortsRequest { Count = 1, Taken = [] }).Ports[0];
        using var listener = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        listener.Listen();
        var others = Enumerable.Range(20_000, 10_000).Where(other => other != port).ToArray();

        var refused = Assert.Throws<WorkerRefusedException>(() => ports.Find(new FindFreePortsRequest { Count = 1, Taken = others }));

        Assert.Contains("no 1 free ports", refused.Message, StringComparison.Ordinal);
    }
}
