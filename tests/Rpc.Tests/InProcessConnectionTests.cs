using Homeport.Rpc.Tests.Transports;

namespace Homeport.Rpc.Tests;

public sealed class InProcessConnectionTests : RpcConnectionTests
{
    private protected override Task<TransportPair> ConnectAsync() => InProcessTransports.ConnectAsync();
}
