using System.Buffers;

namespace Homeport.Platform.Processes;

/// <summary>Reads a stream to its end but keeps at most so many bytes.</summary>
internal sealed class CappedOutput(int limit, bool stopWhenFull) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    /// <summary>There was more than the limit.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Never throws for a broken or cancelled stream: what was read until then stands.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                MakeRoom();
                var count = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
                if (count == 0)
                {
                    return;
                }

                _length += count;
                if (_length > limit)
                {
                    (_length, IsFull) = (limit, true);
                    if (stopWhenFull)
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The writer is gone or nobody waits for the rest.
        }
    }

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void MakeRoom()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
