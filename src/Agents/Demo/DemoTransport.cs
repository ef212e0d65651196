using Homeport.Rpc;
using Homeport.Rpc.Streams;

namespace Homeport.Agents.Demo;

/// <summary>Lines over the standard streams, between which something that is no message can be said on purpose.</summary>
internal sealed class DemoTransport(Stream input, Stream output) : IRpcTransport
{
    private readonly LineTransport _lines = new(input, output);
    private readonly SemaphoreSlim _writing = new(1);

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) => _lines.ReceiveAsync(cancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _lines.SendAsync(message, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _writing.Dispose();
    }
}
