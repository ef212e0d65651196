using System.Buffers;
using System.Buffers.Binary;

namespace Homeport.Host.Http;

/// <summary>
/// The upgraded connection of a WebSocket, on which two write: the runtime's WebSocket its control frames (each in one write),
/// and we our text frames, many at a time. A lock keeps the frames whole. What the server sends is not masked (RFC 6455, 5.1),
/// so one frame made once fits every client.
/// </summary>
internal sealed class FrameStream(Stream inner, TimeSpan patience, TimeProvider time) : Stream
{
    private const byte FinalText = 0x81;
    private const int LongestHeader = 10;

    private readonly SemaphoreSlim _gate = new(1, 1);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Appends one text frame.</summary>
    public static void AppendText(IBufferWriter<byte> buffer, ReadOnlySpan<byte> message)
    {
        var header = buffer.GetSpan(LongestHeader);
        buffer.Advance(WriteHeader(header, message.Length));
        buffer.Write(message);
    }

    /// <summary>Writes one text frame.</summary>
    /// <exception cref="IOException">The connection broke, or the client did not read for too long.</exception>
    public async ValueTask WriteTextAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(LongestHeader + message.Length);
        try
        {
            var length = WriteHeader(frame, message.Length);
            message.CopyTo(frame.AsMemory(length));
            await WriteFramesAsync(frame.AsMemory(0, length + message.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Writes whole frames.</summary>
    /// <exception cref="IOException">The connection broke, or the client did not read for too long.</exception>
    public async ValueTask WriteFramesAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Not cancellable: half a frame would make nonsense of all that follows.
            var writing = inner.WriteAsync(frames, CancellationToken.None);
            if (writing.IsCompletedSuccessfully)
            {
                await writing;
            }
            else
            {
                await writing.AsTask().WaitAsync(patience, time, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is TimeoutException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            throw new IOException("The client does not read any more.", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WriteFramesAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteFramesAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int WriteHeader(Span<byte> header, int length)
    {
        header[0] = FinalText;
        if (length < 126)
        {
            header[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
            return 4;
        }

        header[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
        return LongestHeader;
    }
}
