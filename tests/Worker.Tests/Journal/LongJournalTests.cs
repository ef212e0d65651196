using Homeport.Worker.Tests.Runs;

namespace Homeport.Worker.Tests.Journal;

/// <summary>A session that has said a great deal.</summary>
public sealed class LongJournalTests : JournalTest
{
    /// <summary>Bytes; what other tests hold at the moment is in it, and a million entries kept would be more than twice as much.</summary>
    private const long Flat = 48 * 1024 * 1024;

    public LongJournalTests() => Host = new RecordingHost { KeepsEntries = false };

    [Fact]
    public async Task A_million_entries_pass_with_flat_memory_while_the_host_is_away_and_when_it_is_back()
    {
        const int Count = 1_000_000;
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Host.Close();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SpeakAsync(journal, Count / 2);
        var away = GC.GetTotalMemory(forceFullCollection: true) - before;
        Host.Open();
        await SpeakAsync(journal, Count / 2, first: (Count / 2) + 1);
        await journal.WhenSettledAsync(Cancelled);
        var back = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(Count, Host.Known(journal.Id));
        Assert.InRange(away, long.MinValue, Flat);
        Assert.InRange(back, long.MinValue, Flat);
        Assert.True(Directory.EnumerateFiles(OnlyFolder("w"), "*.log").Count() <= 2);
    }
}
