namespace Homeport.Rpc.Tests.Lines;

/// <summary>Gives its bytes in pieces of a size, as a pipe may.</summary>
internal sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
}

/// <summary>A block, or the letter x, over and over up to a length, without holding it in memory.</summary>
internal sealed class RepeatingStream(long length, byte[]? block = null) : MemoryStream
{
    private long _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, 64 * 1024), length - _position);
        if (block is null)
        {
            buffer.Span[..count].Fill((byte)'x');
        }
        else
        {
            var offset = (int)(_position % block.Length);
            count = Math.Min(count, block.Length - offset);
            block.AsSpan(offset, count).CopyTo(buffer.Span);
        }

        _position += count;
        return ValueTask.FromResult(count);
    }
}
