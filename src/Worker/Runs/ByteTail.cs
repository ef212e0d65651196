using System.Text;

namespace Homeport.Worker.Runs;

/// <summary>The end of what a program writes, in UTF-8. Safe to write and to read at once.</summary>
/// <param name="limit">Bytes that are kept.</param>
internal sealed class ByteTail(int limit)
{
    private readonly Lock _gate = new();
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Bytes in all, kept or not.</summary>
    public long Total { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Total += bytes.Length;
            if (bytes.Length > limit)
            {
                bytes = bytes[^limit..];
            }

            if (_length + bytes.Length > _bytes.Length)
            {
                MakeRoomLocked(bytes.Length);
            }

            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }
    }

    /// <summary>What is kept, from the beginning of a character to the end of one, and whether there was more before it.</summary>
    public (string Text, bool IsCut, long Total) Read()
    {
        lock (_gate)
        {
            var kept = _bytes.AsSpan(0, _length);
            kept = kept[^Math.Min(kept.Length, limit)..];
            var isCut = Total > kept.Length;
            while (isCut && kept.Length > 0 && (kept[0] & 0xc0) == 0x80)
            {
                kept = kept[1..];
            }

            return (Encoding.UTF8.GetString(kept[..^UnfinishedAt(kept)]), isCut, Total);
        }
    }

    /// <summary>Twice the limit is held, so that the end is moved to the front only now and then.</summary>
    private void MakeRoomLocked(int more)
    {
        var keep = Math.Min(_length, limit);
        var kept = _bytes.AsSpan(_length - keep, keep);
        if (keep + more <= _bytes.Length)
        {
            kept.CopyTo(_bytes);
        }
        else
        {
            var larger = new byte[Math.Min(2 * limit, Math.Max(4 * 1024, 2 * (keep + more)))];
            kept.CopyTo(larger);
            _bytes = larger;
        }

        _length = keep;
    }

    /// <summary>Bytes at the end that are only the beginning of a character.</summary>
    private static int UnfinishedAt(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xc0) == 0xc0)
            {
                var length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return length > back ? back : 0;
            }

            if ((lead & 0x80) == 0)
            {
                return 0;
            }
        }

        return 0;
    }
}
