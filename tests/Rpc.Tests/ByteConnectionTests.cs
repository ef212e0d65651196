using System.Collections.Concurrent;
using System.Text;
using Homeport.Rpc.Tests.Transports;

namespace Homeport.Rpc.Tests;

/// <summary>What a connection promises over transports that carry bytes of strangers.</summary>
public abstract class ByteConnectionTests : RpcConnectionTests
{
    [Fact]
    public async Task A_message_over_the_limit_is_skipped_reported_and_answered()
    {
        await using var pair = await ConnectAsync();
        var anomalies = new ConcurrentQueue<RpcAnomaly>();
        await using var server = new RpcConnection(pair.Server, Echoing(), new() { OnMalformed = anomalies.Enqueue }, TimeProvider.System);
        server.Start();
        var large = $$"""{"jsonrpc":"2.0","method":"raw","params":["{{new string('x', 5 * TransportPair.MaxMessageBytes)}}"],"id":1}""";

        Assert.Equal(RpcErrorCode.InvalidRequest, await ErrorCodeAsync(pair.Client, large));

        var anomaly = Assert.Single(anomalies);
        Assert.Equal(RpcAnomalyKind.TooLarge, anomaly.Kind);
        Assert.Equal(4096, anomaly.Beginning.Length);
        Assert.StartsWith("""{"jsonrpc":"2.0","method":"raw","params":["xxx""", Encoding.UTF8.GetString(anomaly.Beginning.Span), StringComparison.Ordinal);
        Assert.Equal("""{"jsonrpc":"2.0","result":[1],"id":2}""", await AskAsync(pair.Client, """{"jsonrpc":"2.0","method":"raw","params":[1],"id":2}"""));
    }

    [Fact]
    public async Task A_large_message_under_the_limit_passes_both_ways()
    {
        await using var pair = await ConnectAsync();
        await using var server = new RpcConnection(pair.Server, Echoing(), RpcConnectionOptions.Default, TimeProvider.System);
        server.Start();
        var text = new string('x', TransportPair.MaxMessageBytes - 100);

        var answer = await AskAsync(pair.Client, $$"""{"jsonrpc":"2.0","method":"raw","params":["{{text}}"],"id":1}""");

        Assert.Contains(text, answer, StringComparison.Ordinal);
    }
}

public sealed class UnixSocketConnectionTests : ByteConnectionTests
{
    private protected override Task<TransportPair> ConnectAsync() => UnixSocketTransports.ConnectAsync();
}

public sealed class WebSocketConnectionTests : ByteConnectionTests
{
    private protected override Task<TransportPair> ConnectAsync() => WebSocketTransports.ConnectAsync();
}
