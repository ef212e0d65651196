using Homeport.Rpc.InProcess;

namespace Homeport.Rpc.Tests.Transports;

internal static class InProcessTransports
{
    public static Task<TransportPair> ConnectAsync()
    {
        var (client, server) = PipePair.Create();
        return Task.FromResult(new TransportPair(client, server, () => ValueTask.CompletedTask));
    }
}
