namespace Homeport.Rpc.Tests.Transports;

/// <summary>Two connected transports over something real, and what has to be cleaned up after them.</summary>
internal sealed class TransportPair(IRpcTransport client, IRpcTransport server, Func<ValueTask> cleanUp) : IAsyncDisposable
{
    public const int MaxMessageBytes = 1024 * 1024;

    public IRpcTransport Client { get; } = client;
    public IRpcTransport Server { get; } = server;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await cleanUp();
    }
}
