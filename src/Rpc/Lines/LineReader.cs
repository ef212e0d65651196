using System.Runtime.CompilerServices;

namespace Homeport.Rpc.Lines;

/// <summary>
/// Reads newline-separated records (NDJSON) from a stream with bounded memory and no allocation per line. Only <c>\n</c>
/// separates. What follows the last newline is a line of its own, unless it is empty. Does not own the stream.
/// </summary>
public sealed class LineReader
{
    public const int DefaultMaxLength = 8 * 1024 * 1024;

    private const int KeptOfTooLong = 4096;
    private const int InitialSize = 64 * 1024;

    private readonly Stream _stream;
    private readonly int _maxLength;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(InitialSize); // not pooled: a pool rounds 8 MiB and a bit up to 16
    private int _start; // of what was not yet handed out
    private int _scanned; // no newline between _start and here
    private int _end;
    private long _skipped = -1; // bytes of a too long line so far; -1 outside of one
    private int _kept; // its beginning, kept at the front of the buffer
    private bool _isEnded;

    /// <param name="stream">Read until its end.</param>
    /// <param name="maxLength">Bytes of the longest line; a longer one is reported and skipped.</param>
    public LineReader(Stream stream, int maxLength = DefaultMaxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        (_stream, _maxLength) = (stream, maxLength);
    }

    /// <summary>The next line, or null at the end of the stream.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    public ValueTask<Line?> ReadAsync(CancellationToken cancellationToken) =>
        _skipped < 0 && TryTake(out var line) ? new ValueTask<Line?>(line) : ReadMoreAsync(cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Line?> ReadMoreAsync(CancellationToken cancellationToken)
    {
        while (!_isEnded)
        {
            MakeRoom();
            var count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _isEnded = count == 0;
            _end += count;
            if (_skipped >= 0 ? TrySkip(out var line) : TryTake(out line))
            {
                return line;
            }
        }

        return TakeRest();
    }

    private bool TryTake(out Line line)
    {
        var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (at < 0)
        {
            _scanned = _end;
            line = default;
            if (_end - _start > _maxLength)
            {
                BeginSkipping(_end - _start);
            }

            return false;
        }

        var newline = _scanned + at;
        line = Whole(newline);
        _start = _scanned = newline + 1;
        return true;
    }

    private Line Whole(int end)
    {
        var length = end - _start;
        return length <= _maxLength
            ? new Line(_buffer.AsMemory(_start, length), length, TooLong: false)
            : new Line(_buffer.AsMemory(_start, Math.Min(length, KeptOfTooLong)), length, TooLong: true);
    }

    private void BeginSkipping(int length)
    {
        _skipped = length;
        _kept = Math.Min(length, KeptOfTooLong);
        _buffer.AsSpan(_start, _kept).CopyTo(_buffer);
        _start = _scanned = _end = _kept;
    }

    private bool TrySkip(out Line line)
    {
        var fresh = _buffer.AsSpan(_start, _end - _start);
        var at = fresh.IndexOf((byte)'\n');
        if (at < 0)
        {
            _skipped += fresh.Length;
            _end = _start;
            line = default;
            return false;
        }

        line = new Line(_buffer.AsMemory(0, _kept), _skipped + at, TooLong: true);
        _start = _scanned = _start + at + 1;
        _skipped = -1;
        return true;
    }

    private Line? TakeRest()
    {
        if (_skipped >= 0)
        {
            var line = new Line(_buffer.AsMemory(0, _kept), _skipped, TooLong: true);
            (_skipped, _start, _scanned) = (-1, _end, _end);
            return line;
        }

        if (_start == _end)
        {
            return null;
        }

        var rest = Whole(_end);
        _start = _scanned = _end;
        return rest;
    }

    /// <summary>Moves the open line to the front, grows for a long one up to the limit, shrinks again after it.</summary>
    private void MakeRoom()
    {
        if (_skipped >= 0)
        {
            return; // the beginning stays in front, the rest is read over
        }

        var open = _end - _start;
        var size = open == _buffer.Length ? (int)Math.Min(_buffer.Length * 2L, _maxLength + (long)InitialSize)
            : open == 0 && _buffer.Length > InitialSize * 4 ? InitialSize
            : _buffer.Length;
        if (size != _buffer.Length)
        {
            var other = GC.AllocateUninitializedArray<byte>(size);
            _buffer.AsSpan(_start, open).CopyTo(other);
            _buffer = other;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, open).CopyTo(_buffer);
        }

        _scanned -= _start;
        (_start, _end) = (0, open);
    }
}
