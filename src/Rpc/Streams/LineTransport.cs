using System.Buffers;
using Homeport.Rpc.Lines;

namespace Homeport.Rpc.Streams;

/// <summary>
/// One JSON text per line over a pair of streams: a Unix socket, or an agent's standard output and input. Empty lines are
/// skipped. Owns both streams.
/// </summary>
/// <param name="input">What the peer writes.</param>
/// <param name="output">What the peer reads; may be the same object.</param>
/// <param name="maxMessageBytes">A longer line of the peer is skipped and reported.</param>
public sealed class LineTransport(Stream input, Stream output, int maxMessageBytes = LineReader.DefaultMaxLength) : IRpcTransport
{
    private readonly LineReader _lines = new(input, maxMessageBytes);

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await _lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.TooLong)
            {
                throw new RpcMessageTooLargeException(line.Length, maxMessageBytes, line.Bytes);
            }

            if (line.Bytes.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return line.Bytes;
            }
        }

        return null;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var line = ArrayPool<byte>.Shared.Rent(message.Length + 1);
        try
        {
            message.CopyTo(line);
            line.AsSpan(0, message.Length).Replace((byte)'\n', (byte)' '); // only between tokens: inside a string it is escaped
            line[message.Length] = (byte)'\n';
            await output.WriteAsync(line.AsMemory(0, message.Length + 1), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await output.DisposeAsync();
        await input.DisposeAsync();
    }
}
