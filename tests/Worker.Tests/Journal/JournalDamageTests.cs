using System.Text;
using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Worker.Journal;
using Homeport.Worker.Tests.Runs;

namespace Homeport.Worker.Tests.Journal;

/// <summary>Files that were cut, garbled or changed: nothing before the damage is lost, and nothing is invented.</summary>
public sealed class JournalDamageTests : JournalTest
{
    [Fact]
    public async Task A_journal_that_was_cut_anywhere_in_its_last_record_holds_all_before_it()
    {
        var file = await WriteAsync(entries: 3);
        var whole = await File.ReadAllBytesAsync(file, Cancelled);
        var lastLine = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;

        for (var length = lastLine; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(file, whole[..length], Cancelled);
            var expected = length == whole.Length ? 3 : 2;

            var scan = JournalScan.Read(JournalFolder.Open(OnlyFolder("w")));

            Assert.Equal((expected, 7L), (scan.End.Number, scan.End.Lease));
            Assert.Equal([(Turn, 7L)], scan.Open);
            Assert.Equal((0, length == whole.Length ? 0 : length - lastLine), (scan.Damaged, scan.CutOff));
            Assert.Equal(whole[..(length == whole.Length ? length : lastLine)], await File.ReadAllBytesAsync(file, Cancelled));
        }
    }

    [Fact]
    public async Task Garbage_at_the_end_is_cut_off()
    {
        var file = await WriteAsync(entries: 20);
        var random = new Random(20);
        var garbage = new byte[5_000];
        random.NextBytes(garbage);
        garbage[100] = garbage[2_000] = (byte)'\n';
        await File.AppendAllBytesAsync(file, garbage, Cancelled);

        await RecoverAsync();

        AssertAll(20);
        Assert.DoesNotContain(Host.Entries, entry => entry.Kind == EventKinds.Notice);
        Assert.Single(Host.Reports);
        Assert.Single(Log.Lines.All, line => line.Contains("ended in 5000 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_record_in_the_middle_costs_itself_only_and_is_told()
    {
        var file = await WriteAsync(entries: 20);
        var lines = (await File.ReadAllTextAsync(file, Cancelled)).Split('\n');
        lines[10] = lines[10].Replace("word", "lord", StringComparison.Ordinal); // the tenth entry: the turn's record comes first
        await File.WriteAllTextAsync(file, string.Join('\n', lines), Cancelled);

        await RecoverAsync();

        Assert.Equal(Enumerable.Range(1, 20).Where(number => number != 10), Spoken());
        var notice = Host.Entries.Single(entry => entry.Kind == EventKinds.Notice);
        var bytes = Encoding.UTF8.GetByteCount(lines[10]) + 1;
        Assert.Equal(
            ("journal_damaged", $"The journal is damaged: {bytes} bytes could not be read.", Turn),
            (notice.Payload.GetProperty("code").GetString(), notice.Payload.GetProperty("message").GetString(), notice.TurnId));
        Assert.Equal(11, Host.Batches.Single(batch => batch.StartsAfterGap).Entries[0].Number);
        Assert.Equal(TurnOutcome.Interrupted, Host.Reports.Single().Outcome);
    }

    [Fact]
    public async Task Damage_is_told_once_also_when_the_recovery_dies()
    {
        var file = await WriteAsync(entries: 20);
        var bytes = await File.ReadAllBytesAsync(file, Cancelled);
        bytes[bytes.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(file, bytes, Cancelled);
        Host.Close();
        await using (var dying = Worker("w2"))
        {
            await TakeOverAsync(dying, "w2", "w");
        }

        Host.Open();
        await using var worker = Worker("w3");
        await TakeOverAsync(worker, "w3", "w2");
        await UntilAsync(() => worker.IsSettled);

        Assert.Single(Host.Entries, entry => entry.Kind == EventKinds.Notice);
        Assert.Single(Host.Reports);
    }

    [Fact]
    public async Task A_turn_whose_record_is_damaged_is_still_known_by_what_was_said_in_it()
    {
        var file = await WriteAsync(entries: 2);
        var bytes = await File.ReadAllBytesAsync(file, Cancelled);
        bytes[3] ^= 0x01;
        await File.WriteAllBytesAsync(file, bytes, Cancelled);

        await RecoverAsync();

        AssertAll(2);
        Assert.Equal((Turn, 7L), Host.Reports.Select(report => (report.TurnId, report.LeaseToken)).Single());
    }

    [Fact]
    public async Task Nothing_is_invented_whatever_happens_to_the_file()
    {
        var file = await WriteAsync(entries: 40);
        var whole = await File.ReadAllBytesAsync(file, Cancelled);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(file, bytes[..random.Next(bytes.Length + 1)], Cancelled);
            var folder = JournalFolder.Open(OnlyFolder("w"));
            var scan = JournalScan.Read(folder);
            using var reader = new JournalReader(folder);
            reader.Seek(new JournalPosition(1, 0));
            var last = 0L;
            while (reader.TryRead(scan.End.Position, out var line))
            {
                if (line.Kind == JournalLine.Entry)
                {
                    var entry = JsonDocument.Parse(line.Json).RootElement;
                    Assert.True(line.Number > last);
                    Assert.Equal(line.Number, entry.GetProperty("number").GetInt64());
                    Assert.Equal(line.Number, entry.GetProperty("payload").GetProperty("offset").GetInt64());
                    last = line.Number;
                }
            }
        }
    }

    [Fact]
    public async Task A_file_in_the_middle_that_ends_within_a_line_does_not_hide_the_next_one()
    {
        await using (var worker = Worker("w", new JournalOptions { SegmentBytes = 1_000, MostPendingBytes = 500 }, Away()))
        {
            var journal = worker.Begin("task", "session");
            await journal.BeginTurnAsync(Turn, 7, Cancelled);
            await SpeakAsync(journal, 50);
        }

        var second = Segment("w", 2);
        await File.WriteAllBytesAsync(second, (await File.ReadAllBytesAsync(second, Cancelled))[..^10], Cancelled);

        await RecoverAsync();

        Assert.Equal(49, Spoken().Count());
        Assert.Equal(50, Spoken().Last());
        Assert.Single(Host.Entries, entry => entry.Kind == EventKinds.Notice);
    }

    private static RecordingHost Away()
    {
        var host = new RecordingHost();
        host.Close();
        return host;
    }

    private IEnumerable<int> Spoken() => Host.Entries.Where(entry => entry.Kind == EventKinds.AgentMessage)
        .Select(entry => entry.Payload.GetProperty("offset").GetInt32());

    /// <summary>The file of a worker that died with a turn that nobody has heard of.</summary>
    private async Task<string> WriteAsync(int entries)
    {
        await using var worker = Worker("w", host: Away());
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Write(journal, entries);
        return Segment("w", 1);
    }

    private async Task RecoverAsync()
    {
        await using var worker = Worker("w2");
        await TakeOverAsync(worker, "w2", "w");
        await UntilAsync(() => worker.IsSettled);
    }
}
