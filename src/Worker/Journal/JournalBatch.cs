using System.Buffers;

namespace Homeport.Worker.Journal;

/// <summary>Reads what is to be sent next: entries without a hole between them, up to the bounds, or one report.</summary>
internal sealed class JournalBatch
{
    private const int MostEntries = 500;
    private const int MostBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _entries = new();

    public int Count { get; private set; }

    /// <summary>The numbers of the first and the last entry.</summary>
    public (long First, long Last) Numbers { get; private set; }

    /// <summary>A JSON array.</summary>
    public ReadOnlyMemory<byte> Entries => _entries.WrittenMemory;

    /// <summary>The report that comes next, when no entry comes before it.</summary>
    public ReadOnlyMemory<byte>? Report { get; private set; }

    /// <summary>Reads from where the reader stands, and leaves it behind what was taken.</summary>
    /// <param name="reader">Of the journal.</param>
    /// <param name="end">Not further than this.</param>
    /// <param name="known">Entries up to this number are passed over.</param>
    /// <returns>False when there is nothing to send.</returns>
    public bool Fill(JournalReader reader, JournalPosition end, long known)
    {
        _entries.ResetWrittenCount();
        (Count, Report) = (0, null);
        var before = reader.Position;
        while (Count < MostEntries && _entries.WrittenCount < MostBytes && reader.TryRead(end, out var line))
        {
            if (line.Kind == JournalLine.Report)
            {
                if (Count == 0)
                {
                    Report = line.Json.ToArray();
                    return true;
                }

                reader.Seek(before);
                break;
            }

            if (line.Kind == JournalLine.Entry && line.Number > known)
            {
                if (Count > 0 && line.Number != Numbers.Last + 1)
                {
                    reader.Seek(before);
                    break;
                }

                Add(line);
            }

            before = reader.Position;
        }

        if (Count > 0)
        {
            _entries.Write("]"u8);
        }

        return Count > 0;
    }

    private void Add(JournalLine line)
    {
        _entries.Write(Count == 0 ? "["u8 : ","u8);
        _entries.Write(line.Json.Span);
        Numbers = (Count == 0 ? line.Number : Numbers.First, line.Number);
        Count++;
    }
}
