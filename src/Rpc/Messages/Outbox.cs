using System.Globalization;
using System.Threading.Channels;

namespace Homeport.Rpc.Messages;

/// <summary>Messages on their way out, sent one after another by one loop.</summary>
/// <param name="transport">Used for sending only.</param>
/// <param name="options">Capacity and patience.</param>
/// <param name="time">Measures the patience.</param>
/// <param name="ending">Why nothing can be sent any more.</param>
internal sealed class Outbox(IRpcTransport transport, RpcConnectionOptions options, TimeProvider time, Ending ending)
{
    private readonly Channel<PooledBuffer> _queue = Channel.CreateBounded<PooledBuffer>(
        new BoundedChannelOptions(options.OutboxCapacity) { SingleReader = true });

    /// <summary>Waits while the queue is full.</summary>
    /// <exception cref="RpcClosedException">The connection is over.</exception>
    public async ValueTask QueueAsync(Action<PooledBuffer> write, CancellationToken cancellationToken)
    {
        var message = Write(write);
        try
        {
            await _queue.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new RpcClosedException(ending.Reason);
        }
    }

    /// <summary>For what must not wait. False when the queue is full or closed; the message is lost then.</summary>
    public bool TryQueue(Action<PooledBuffer> write) => _queue.Writer.TryWrite(Write(write));

    /// <summary>Takes nothing more; what is queued is still sent.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends until completed, cancelled or broken; then says why in <see cref="Ending"/>.</summary>
    public async Task SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await SendAsync(message, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            ending.Note(Ending.ByUs);
        }
        catch (TimeoutException)
        {
            ending.Abort(string.Create(CultureInfo.InvariantCulture, $"the peer took no message for {options.SendTimeout.TotalSeconds:0.###} s"));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            ending.Abort(e.Message);
        }
        finally
        {
            Complete();
            while (_queue.Reader.TryRead(out var unsent))
            {
                unsent.Release();
            }
        }
    }

    private static PooledBuffer Write(Action<PooledBuffer> write)
    {
        var buffer = new PooledBuffer();
        write(buffer);
        return buffer;
    }

    private async ValueTask SendAsync(PooledBuffer message, CancellationToken cancellationToken)
    {
        var sending = transport.SendAsync(message.Written, cancellationToken);
        if (sending.IsCompleted)
        {
            await sending;
        }
        else
        {
            await sending.AsTask().WaitAsync(options.SendTimeout, time, cancellationToken);
        }

        message.Release(); // not when it failed: the transport may still read it
    }
}
