using System.Text;
using System.Text.Json;
using Homeport.Agents.Past;

namespace Homeport.Worker.Import;

/// <summary>A session in a file of its own, a JSON object on each line. Owns the open file.</summary>
internal sealed class LineEntries : IPastEntries
{
    private const int MostText = 16 * 1024;

    private readonly FileStream _stream;
    private readonly LineFile _lines;

    public LineEntries(IPastRecord record, FileStream stream, string name, long stamp)
    {
        (Record, _stream, NativeSessionId, Stamp) = (record, stream, record.NativeIdOf(name), stamp);
        _lines = new LineFile(stream.SafeFileHandle);
        End = Size = _lines.Length;
    }

    public IPastRecord Record { get; }
    public string NativeSessionId { get; }
    public long Size { get; }
    public long Stamp { get; }
    public long End { get; }

    public bool IsBoundary(long place) => _lines.IsBoundary(place);

    public IEnumerable<PastEntry> From(long place, long end)
    {
        foreach (var line in _lines.From(place, end))
        {
            using var document = TryParse(line);
            if (document is not null)
            {
                yield return new PastEntry(line.Start, line.End, document.RootElement, null);
            }
            else if (line.IsWhole)
            {
                var text = line.Bytes.Span[..Math.Min(line.Bytes.Length, MostText)];
                yield return new PastEntry(line.Start, line.End, default, Encoding.UTF8.GetString(text));
            }
        }
    }

    public IEnumerable<long> PlacesBefore(long place) => _lines.StartsBefore(place);

    public void Dispose() => _stream.Dispose();

    /// <summary>A line that is being written has no end yet; it counts as soon as it is an object.</summary>
    private static JsonDocument? TryParse(PastLine line)
    {
        if (line.IsCut)
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(line.Bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
