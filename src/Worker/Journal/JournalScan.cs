using System.Text.Json;
using Homeport.Protocol;

namespace Homeport.Worker.Journal;

/// <summary>What a journal holds that an earlier worker left. What a crash left of a last line is cut off.</summary>
internal sealed record JournalScan
{
    public required JournalEnd End { get; init; }

    public required JournalStart Start { get; init; }

    /// <summary>The turns without a report, with their leases, oldest first.</summary>
    public required IReadOnlyList<(string TurnId, long Lease)> Open { get; init; }

    /// <summary>The turns whose report the host has not taken yet.</summary>
    public required IReadOnlyList<(string TurnId, long Lease)> Unreported { get; init; }

    /// <summary>Bytes in the middle that could not be read, the host does not have, and nobody has told it of.</summary>
    public required long Damaged { get; init; }

    /// <summary>Bytes cut off at the end.</summary>
    public required long CutOff { get; init; }

    public static JournalScan Read(JournalFolder folder)
    {
        var segments = folder.Segments();
        var first = new JournalPosition(segments.Count == 0 ? 1 : segments[0], 0);
        using var acknowledged = new AcknowledgedFile(folder);
        var known = acknowledged.Read();
        var reading = new Reading(known?.Position ?? first);
        using var reader = new JournalReader(folder);
        reader.Seek(first);
        var last = segments.Count == 0 ? first : new JournalPosition(segments[^1], folder.LengthOf(segments[^1]));
        var (end, damaged, skipped) = (first, 0L, 0L);
        while (reader.TryRead(last, out var line))
        {
            reading.Take(line, reader.Position);
            damaged += reading.IsSent ? 0 : reader.Damaged - skipped;
            (end, skipped) = (reader.Position, reader.Damaged);
        }

        var cutOff = Cut(folder, segments, end);
        return new JournalScan
        {
            End = new JournalEnd
            {
                Position = end,
                Number = Math.Max(reading.Number, known?.Number ?? 0),
                Lease = reading.Lease,
            },
            Start = new JournalStart
            {
                Position = known is { } from && first.IsBefore(from.Position) ? Earlier(from.Position, end) : first,
                OldestSegment = first.Segment,
                Known = known?.Number ?? 0,
            },
            Open = [.. reading.Open.OrderBy(turn => turn.Value).Select(turn => (turn.Key, turn.Value))],
            Unreported = reading.Unreported,
            Damaged = reading.HasToldDamage ? 0 : damaged,
            CutOff = cutOff,
        };
    }

    private static JournalPosition Earlier(JournalPosition one, JournalPosition other) => one.IsBefore(other) ? one : other;

    /// <summary>Nothing after the last whole line stays.</summary>
    private static long Cut(JournalFolder folder, IReadOnlyList<int> segments, JournalPosition end)
    {
        var count = 0L;
        foreach (var segment in segments.Where(segment => segment >= end.Segment))
        {
            var kept = segment == end.Segment ? end.Offset : 0;
            count += folder.LengthOf(segment) - kept;
            if (segment > end.Segment)
            {
                folder.DeleteSegment(segment);
            }
            else
            {
                using var file = folder.OpenToWrite(segment);
                RandomAccess.SetLength(file, kept);
            }
        }

        return count;
    }

    /// <summary>What is learned line by line.</summary>
    private sealed class Reading(JournalPosition sent)
    {
        /// <summary>Of the notice; within a text its quotes would be escaped.</summary>
        private static ReadOnlySpan<byte> DamageCode => "\"code\":\"journal_damaged\""u8;

        public Dictionary<string, long> Open { get; } = new(StringComparer.Ordinal);
        public List<(string TurnId, long Lease)> Unreported { get; } = [];
        public long Number { get; private set; }
        public long Lease { get; private set; }

        /// <summary>The host has the line that was read last.</summary>
        public bool IsSent { get; private set; }

        /// <summary>An earlier recovery found the damage.</summary>
        public bool HasToldDamage { get; private set; }

        public void Take(JournalLine line, JournalPosition behind)
        {
            (Number, Lease) = (Math.Max(Number, line.Number), Math.Max(Lease, line.Lease));
            IsSent = !sent.IsBefore(behind);
            HasToldDamage |= line.Kind == JournalLine.Entry && line.Json.Span.IndexOf(DamageCode) >= 0;
            switch (line.Kind)
            {
                case JournalLine.Turn:
                    Open[JsonSerializer.Deserialize(line.Json.Span, JournalJson.Default.TurnRecord)!.TurnId] = line.Lease;
                    break;
                case JournalLine.Report:
                    var report = JsonSerializer.Deserialize(line.Json.Span, ProtocolJson.Default.ReportTaskCompleteRequest)!;
                    Open.Remove(report.TurnId);
                    if (!IsSent)
                    {
                        Unreported.Add((report.TurnId, report.LeaseToken));
                    }

                    break;
                case JournalLine.Entry when TurnOf(line.Json.Span) is { } turn:
                    Open.TryAdd(turn, line.Lease); // should the turn's own record be damaged
                    break;
            }
        }

        private static string? TurnOf(ReadOnlySpan<byte> entry)
        {
            var reader = new Utf8JsonReader(entry);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isTurn = reader.ValueTextEquals("turnId"u8);
                    reader.Read();
                    if (isTurn)
                    {
                        return reader.GetString();
                    }

                    reader.Skip();
                }
            }

            return null;
        }
    }
}
