namespace Homeport.Platform.Supervision;

/// <param name="line">Valid during the call only.</param>
/// <param name="isWhole">False for a piece of a line that goes on.</param>
internal delegate void LineTaker(ReadOnlySpan<byte> line, bool isWhole);

/// <summary>Cuts what comes in any portions into lines, and lines that do not end into pieces.</summary>
internal sealed class LineCutter(LineTaker taker)
{
    /// <summary>A longer line is cut.</summary>
    public const int LongestPiece = 16 * 1024;

    private byte[] _pending = [];
    private int _length;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end >= 0 && end + _length <= LongestPiece)
            {
                TakeLine(bytes[..end]);
                bytes = bytes[(end + 1)..];
                continue;
            }

            var part = bytes[..Math.Min(bytes.Length, LongestPiece - _length)];
            Keep(part);
            bytes = bytes[part.Length..];
            if (_length == LongestPiece)
            {
                TakePiece();
            }
        }
    }

    /// <summary>The stream has ended: what lies there without a newline is a line.</summary>
    public void End()
    {
        if (_length > 0)
        {
            TakeLine([]);
        }
    }

    private void TakeLine(ReadOnlySpan<byte> rest)
    {
        if (_length > 0)
        {
            Keep(rest);
            rest = _pending.AsSpan(0, _length);
            _length = 0;
        }

        taker(rest is [.., (byte)'\r'] ? rest[..^1] : rest, isWhole: true);
    }

    /// <summary>Without the bytes of a character that is not complete yet.</summary>
    private void TakePiece()
    {
        var cut = _length;
        while (cut > _length - 3 && (_pending[cut - 1] & 0xC0) == 0x80)
        {
            cut--;
        }

        cut = (_pending[cut - 1] & 0xC0) == 0xC0 && !IsComplete(_pending.AsSpan(cut - 1, _length - cut + 1)) ? cut - 1 : _length;
        taker(_pending.AsSpan(0, cut), isWhole: false);
        _pending.AsSpan(cut, _length - cut).CopyTo(_pending);
        _length -= cut;
    }

    private static bool IsComplete(ReadOnlySpan<byte> character) =>
        character.Length >= (character[0] >= 0xF0 ? 4 : character[0] >= 0xE0 ? 3 : 2);

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _pending.Length)
        {
            Array.Resize(ref _pending, Math.Min(LongestPiece, Math.Max(_length + bytes.Length, Math.Max(256, _pending.Length * 2))));
        }

        bytes.CopyTo(_pending.AsSpan(_length));
        _length += bytes.Length;
    }
}
