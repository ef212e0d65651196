using System.Buffers.Text;

namespace Homeport.Worker.Journal;

/// <summary>
/// One record of a journal. In the file it is a line, with the checksum of what follows it up to the line's end:
/// <code>
/// 5ad03c11 T 0 7 {"turnId":"019a…"}
/// 3f2a91c0 E 1 7 {"number":1,"kind":"agent_message",…}
/// 90b1e27d R 1 7 {"taskId":"019a…",…}
/// </code>
/// JSON holds no line feed, so what follows a damaged line can be read.
/// </summary>
/// <param name="Kind">One of the constants.</param>
/// <param name="Number">Of the entry; with another record that of the last entry before it.</param>
/// <param name="Lease">The fencing token under which it was written.</param>
/// <param name="Json">The record itself; valid until the reader reads on.</param>
internal readonly record struct JournalLine(byte Kind, long Number, long Lease, ReadOnlyMemory<byte> Json)
{
    /// <summary>A turn began: a <see cref="TurnRecord"/>.</summary>
    public const byte Turn = (byte)'T';

    /// <summary>Something happened: a <see cref="Protocol.Link.JournalEntry"/>.</summary>
    public const byte Entry = (byte)'E';

    /// <summary>A turn is over: a <see cref="Protocol.Link.ReportTaskCompleteRequest"/>.</summary>
    public const byte Report = (byte)'R';

    /// <summary>The checksum in hexadecimal, and a space.</summary>
    public const int ChecksumLength = 9;

    /// <param name="line">Without its line feed.</param>
    /// <param name="parsed">Points into the line.</param>
    /// <returns>False for anything that was not written like this, whole.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> line, out JournalLine parsed)
    {
        parsed = default;
        var bytes = line.Span;
        if (bytes.Length < ChecksumLength + 8 || bytes[ChecksumLength - 1] != ' ' ||
            !Utf8Parser.TryParse(bytes, out uint checksum, out var read, 'x') || read != ChecksumLength - 1 ||
            checksum != Crc32C.Of(bytes[ChecksumLength..]))
        {
            return false;
        }

        var kind = bytes[ChecksumLength];
        var at = ChecksumLength + 2;
        if (!Utf8Parser.TryParse(bytes[at..], out long number, out read))
        {
            return false;
        }

        at += read + 1;
        if (at >= bytes.Length || !Utf8Parser.TryParse(bytes[at..], out long lease, out read))
        {
            return false;
        }

        at += read + 1;
        if (at >= bytes.Length)
        {
            return false;
        }

        parsed = new JournalLine(kind, number, lease, line[at..]);
        return true;
    }
}
