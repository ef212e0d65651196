using Microsoft.Win32.SafeHandles;

namespace Homeport.Worker.Import;

/// <summary>
/// A file of lines, read in both directions with one bounded buffer. Of a line that is longer than the buffer the beginning is
/// kept and the rest is passed over. The file may grow while it is read.
/// </summary>
internal sealed class LineFile(SafeFileHandle file, int longestLine = LineFile.LongestLine)
{
    public const int LongestLine = 8 * 1024 * 1024;
    private const int Piece = 128 * 1024;

    private byte[] _buffer = new byte[Piece];

    public long Length => RandomAccess.GetLength(file);

    /// <summary>Whether a line can begin here: something was read until here, and it was whole.</summary>
    public bool IsBoundary(long position)
    {
        Span<byte> before = stackalloc byte[1];
        return position == 0 ||
            (position <= Length && RandomAccess.Read(file, before, position - 1) == 1 && before[0] is (byte)'\n' or (byte)'}');
    }

    /// <summary>Line after line from a boundary to <paramref name="end"/>; empty ones are left out.</summary>
    public IEnumerable<PastLine> From(long start, long end)
    {
        var (lineStart, filled, position) = (start, 0, start);
        var isCut = false;
        while (position < end)
        {
            if (filled == _buffer.Length)
            {
                (filled, isCut) = MakeRoom(filled, isCut);
            }

            var room = (int)Math.Min(_buffer.Length - filled, end - position);
            var count = RandomAccess.Read(file, _buffer.AsSpan(filled, room), position);
            if (count == 0)
            {
                break;
            }

            var scanned = filled;
            filled += count;
            position += count;
            var taken = 0;
            for (var at = Array.IndexOf(_buffer, (byte)'\n', scanned, filled - scanned); at >= 0; at = Array.IndexOf(_buffer, (byte)'\n', taken, filled - taken))
            {
                var next = position - filled + at + 1;
                if (at > taken || isCut)
                {
                    yield return new PastLine(lineStart, next, _buffer.AsMemory(taken, isCut ? _buffer.Length / 2 : at - taken), isCut, IsWhole: true);
                }

                (lineStart, taken, isCut) = (next, at + 1, false);
            }

            _buffer.AsSpan(taken, filled - taken).CopyTo(_buffer);
            filled -= taken;
        }

        if (filled > 0)
        {
            yield return new PastLine(lineStart, position, _buffer.AsMemory(0, isCut ? _buffer.Length / 2 : filled), isCut, IsWhole: false);
        }
    }

    /// <summary>Where lines begin, from the one that ends at <paramref name="end"/> back to the first.</summary>
    public IEnumerable<long> StartsBefore(long end)
    {
        var piece = new byte[Piece];
        for (var position = end; position > 0;)
        {
            var begin = Math.Max(0, position - Piece);
            var count = Fill(piece.AsSpan(0, (int)(position - begin)), begin);
            for (var at = count - 1; at >= 0; at--)
            {
                if (piece[at] == (byte)'\n' && begin + at + 1 < end)
                {
                    yield return begin + at + 1;
                }
            }

            position = begin;
        }

        if (end > 0)
        {
            yield return 0;
        }
    }

    /// <summary>The buffer grows up to the longest line; beyond that its end is given up, which leaves the beginning of the line.</summary>
    private (int Filled, bool IsCut) MakeRoom(int filled, bool isCut)
    {
        if (_buffer.Length < longestLine)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Math.Max(longestLine, Piece)));
            return (filled, isCut);
        }

        return (_buffer.Length / 2, true);
    }

    private int Fill(Span<byte> span, long position)
    {
        var filled = 0;
        while (filled < span.Length && RandomAccess.Read(file, span[filled..], position + filled) is var count and > 0)
        {
            filled += count;
        }

        return filled;
    }
}
