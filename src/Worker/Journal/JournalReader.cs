using Microsoft.Win32.SafeHandles;

namespace Homeport.Worker.Journal;

/// <summary>The reading end of a journal: one whole line after another, over all its files. Used by one loop.</summary>
internal sealed class JournalReader(JournalFolder folder) : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private const int KeptBytes = 2 * 1024 * 1024;

    private byte[] _bytes = [];
    private int _from;
    private int _to;
    private SafeFileHandle? _file;
    private int _openSegment;

    /// <summary>Where the next line begins.</summary>
    public JournalPosition Position { get; private set; }

    /// <summary>Bytes that were passed over because they are no whole lines.</summary>
    public long Damaged { get; private set; }

    public void Seek(JournalPosition position)
    {
        var back = Position.Offset - position.Offset;
        if (position.Segment == Position.Segment && back <= _from && -back <= _to - _from)
        {
            _from -= (int)back; // still in memory
        }
        else
        {
            (_from, _to) = (0, 0);
        }

        Position = position;
    }

    /// <summary>The next line that can be read.</summary>
    /// <param name="end">Not further than this.</param>
    /// <param name="line">Valid until the next call.</param>
    public bool TryRead(JournalPosition end, out JournalLine line)
    {
        while (Position.IsBefore(end))
        {
            var limit = Open(end);
            if (Position.Offset >= limit)
            {
                if (Position.Segment == end.Segment)
                {
                    break;
                }

                Seek(new JournalPosition(Position.Segment + 1, 0));
                continue;
            }

            var length = FindLine(limit);
            if (length < 0)
            {
                Skip(limit - Position.Offset); // the rest of a file that ends within a line
                continue;
            }

            if (JournalLine.TryParse(_bytes.AsMemory(_from, length), out line))
            {
                Pass(length + 1);
                return true;
            }

            Skip(length + 1);
        }

        line = default;
        return false;
    }

    public void Dispose() => _file?.Dispose();

    /// <returns>The end of what may be read of the current file.</returns>
    private long Open(JournalPosition end)
    {
        if (_file is null || _openSegment != Position.Segment)
        {
            _file?.Dispose();
            (_file, _from, _to) = (null, 0, 0); // the next may not open now
            _file = folder.OpenToRead(Position.Segment);
            _openSegment = Position.Segment;
        }

        return Position.Segment == end.Segment ? end.Offset : RandomAccess.GetLength(_file);
    }

    /// <summary>Reads on until a line is whole in memory.</summary>
    /// <returns>Its length without the line feed; -1 when the limit comes first.</returns>
    private int FindLine(long limit)
    {
        var searched = 0;
        while (true)
        {
            var found = _bytes.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return searched + found;
            }

            searched = _to - _from;
            var left = limit - Position.Offset - searched;
            if (left <= 0 || !Fill(left))
            {
                return -1;
            }
        }
    }

    private bool Fill(long left)
    {
        var held = _to - _from;
        var wanted = (int)Math.Min(left, ChunkBytes);
        if (_bytes.Length < held + wanted || (_bytes.Length > KeptBytes && held + wanted <= KeptBytes))
        {
            var larger = new byte[Math.Max(held + wanted, held * 2)];
            _bytes.AsSpan(_from, held).CopyTo(larger);
            (_bytes, _from, _to) = (larger, 0, held);
        }
        else if (_to + wanted > _bytes.Length)
        {
            _bytes.AsSpan(_from, held).CopyTo(_bytes);
            (_from, _to) = (0, held);
        }

        var count = RandomAccess.Read(_file!, _bytes.AsSpan(_to, wanted), Position.Offset + held);
        _to += count;
        return count > 0;
    }

    private void Skip(long length)
    {
        Damaged += length;
        Pass(length);
    }

    private void Pass(long length)
    {
        _from = length <= _to - _from ? _from + (int)length : _to;
        Position = Position with { Offset = Position.Offset + length };
        if (_from == _to)
        {
            (_from, _to) = (0, 0);
        }
    }
}
