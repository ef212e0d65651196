using Homeport.Protocol.Events;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Tests.Journal;

/// <summary>What a worker finds that starts after another one died, and what the host then learns.</summary>
public sealed class JournalRecoveryTests : JournalTest
{
    [Fact]
    public async Task The_next_worker_sends_the_rest_and_says_that_the_turn_was_interrupted()
    {
        await DieAsync("w1", sent: 30, unsent: 70, reported: false);
        Host.Open();

        await using var worker = Worker("w2");
        var recovery = await TakeOverAsync(worker, "w2", "w1");
        await UntilAsync(() => worker.IsSettled);

        AssertAll(100);
        var report = Host.Reports.Single();
        Assert.Equal((Turn, 7L, TurnOutcome.Interrupted, "worker_lost"), (report.TurnId, report.LeaseToken, report.Outcome, report.StopReason));
        Assert.Equal(["w1"], recovery.TookOver);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder("w2"), JournalRecovery.JournalsName)));
    }

    [Fact]
    public async Task A_report_that_the_host_did_not_hear_is_sent_by_the_next_worker()
    {
        await DieAsync("w1", sent: 30, unsent: 70, reported: true);

        await using var worker = Worker("w2");
        await TakeOverAsync(worker, "w2", "w1");
        Assert.Equal([(Turn, 7L)], worker.Turns.Select(turn => (turn.TurnId, turn.LeaseToken)));
        Host.Open();
        await UntilAsync(() => worker.IsSettled);

        AssertAll(100);
        Assert.Equal(TurnOutcome.Completed, Host.Reports.Single().Outcome);
        Assert.Empty(worker.Turns);
    }

    [Fact]
    public async Task A_chain_of_workers_that_die_before_a_host_is_there_loses_nothing()
    {
        await DieAsync("w1", sent: 10, unsent: 10, reported: false);
        foreach (var (dead, next) in new[] { ("w1", "w2"), ("w2", "w3") })
        {
            await using var worker = Worker(next);
            await TakeOverAsync(worker, next, dead);
            Assert.Equal([Turn], worker.Turns.Select(turn => turn.TurnId));
        }

        Host.Open();
        await using var last = Worker("w4");
        var recovery = await TakeOverAsync(last, "w4", "w3");
        await UntilAsync(() => last.IsSettled);

        AssertAll(20);
        Assert.Single(Host.Reports);
        Assert.Equal(["w1", "w2", "w3"], recovery.TookOver);
    }

    [Fact]
    public async Task A_journal_that_nobody_can_read_is_kept_and_stops_nothing()
    {
        await DieAsync("w1", sent: 1, unsent: 1, reported: false);
        await File.WriteAllTextAsync(Path.Combine(OnlyFolder("w1"), "journal.json"), "{", Cancelled);
        await DieAsync("w2", sent: 1, unsent: 1, reported: false);
        Host.Open();

        await using var worker = Worker("w3");
        await TakeOverAsync(worker, "w3", "w1", "w2");
        await UntilAsync(() => worker.IsSettled);

        Assert.Single(Host.Reports);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Root, "unreadable-journals")));
    }

    [Fact]
    public async Task A_journal_of_a_newer_program_is_kept()
    {
        await DieAsync("w1", sent: 1, unsent: 1, reported: false);
        var header = Path.Combine(OnlyFolder("w1"), "journal.json");
        await File.WriteAllTextAsync(header, (await File.ReadAllTextAsync(header, Cancelled)).Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal), Cancelled);

        await using var worker = Worker("w2");
        await TakeOverAsync(worker, "w2", "w1");

        Assert.True(worker.IsSettled);
        Assert.Empty(worker.Turns);
    }

    [Fact]
    public async Task A_journal_in_which_nothing_was_written_is_removed()
    {
        Directory.CreateDirectory(Path.Combine(Folder("w1"), JournalRecovery.JournalsName, "empty"));

        await using var worker = Worker("w2");
        await TakeOverAsync(worker, "w2", "w1");

        Assert.True(worker.IsSettled);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder("w2"), JournalRecovery.JournalsName)));
    }

    /// <summary>A worker that wrote so much of a turn while the host was there, so much while it was away, and then ended.</summary>
    private async Task DieAsync(string name, int sent, int unsent, bool reported)
    {
        Host.Open();
        await using var worker = Worker(name, new JournalOptions { SegmentBytes = 2_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Write(journal, sent);
        await journal.WhenSettledAsync(Cancelled);
        Host.Close();
        Write(journal, unsent, first: sent + 1);
        if (reported)
        {
            await journal.ReportAsync(Report());
        }
    }
}
