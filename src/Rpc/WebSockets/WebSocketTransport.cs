using System.Net.WebSockets;

namespace Homeport.Rpc.WebSockets;

/// <summary>One JSON text per text frame. Owns the socket.</summary>
public sealed class WebSocketTransport : IRpcTransport
{
    public const int DefaultMaxMessageBytes = 8 * 1024 * 1024;

    private const int InitialSize = 4 * 1024;
    private const int KeptOfTooLong = 4096;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly int _maxMessageBytes;
    private readonly TimeProvider _time;
    private byte[] _buffer = new byte[InitialSize];

    public WebSocketTransport(WebSocket socket, TimeProvider time, int maxMessageBytes = DefaultMaxMessageBytes) =>
        (_socket, _time, _maxMessageBytes) = (socket, time, maxMessageBytes);

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReceiveWholeAsync(cancellationToken);
        }
        catch (WebSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException) // the latter: closed meanwhile
        {
            throw new IOException(e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(ClosePatience, _time);
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
            {
                // The peer is gone or does not read: it will notice by the lost connection.
            }
        }

        _socket.Dispose();
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReceiveWholeAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        var total = 0L;
        if (_buffer.Length > InitialSize * 64)
        {
            _buffer = new byte[InitialSize]; // one large message must not cost its memory for the life of the connection
        }

        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, (int)Math.Min(length * 2L, _maxMessageBytes + 1L));
            }

            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            total += received.Count;
            length = total > _maxMessageBytes ? Math.Min(KeptOfTooLong, _maxMessageBytes) : length + received.Count; // read over the rest
            if (!received.EndOfMessage)
            {
                continue;
            }

            return total <= _maxMessageBytes
                ? _buffer.AsMemory(0, length)
                : throw new RpcMessageTooLargeException(total, _maxMessageBytes, _buffer.AsMemory(0, length));
        }
    }
}
