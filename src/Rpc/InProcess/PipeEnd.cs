using System.Threading.Channels;

namespace Homeport.Rpc.InProcess;

/// <summary>One end of a <see cref="PipePair"/>. Disposing either end closes both directions; what was sent before can still be read.</summary>
internal sealed class PipeEnd(Channel<byte[]> incoming, Channel<byte[]> outgoing) : IRpcTransport
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await incoming.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await outgoing.Writer.WriteAsync(message.ToArray(), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new IOException("the other end was closed");
        }
    }

    public ValueTask DisposeAsync()
    {
        outgoing.Writer.TryComplete();
        incoming.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
