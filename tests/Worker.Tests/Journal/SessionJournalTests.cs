using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Tests.Journal;

/// <summary>One worker, one session, and a host that is not always at its best.</summary>
public sealed class SessionJournalTests : JournalTest
{
    [Fact]
    public async Task The_host_gets_all_of_a_turn_in_order_and_then_its_report()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Write(journal, 5_000);
        await journal.ReportAsync(Report());
        await journal.WhenSettledAsync(Cancelled);

        AssertAll(5_000);
        Assert.Equal(Enumerable.Range(1, 5_000).Select(number => (long)number), Host.Entries.Select(entry => entry.Number));
        Assert.Equal(5_000, Host.Known(journal.Id));
        Assert.Equal(Turn, Host.Reports.Single().TurnId);
        Assert.All(Host.Batches, batch => Assert.Equal((7L, "task", "session"), (batch.LeaseToken, batch.TaskId, batch.SessionId)));
        Assert.Empty(journal.Turns);
        Assert.Equal("word 3 \n ü ✓ \"quoted\"", Host.Entries.ElementAt(2).Payload.GetProperty("append").GetString());
    }

    [Fact]
    public async Task While_the_host_is_away_the_turn_goes_on_and_is_sent_when_it_is_back()
    {
        await using var worker = Worker("w", new JournalOptions { SegmentBytes = 20_000, MostPendingBytes = 5_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Write(journal, 100);
        await journal.WhenSettledAsync(Cancelled);

        Host.Close();
        await SpeakAsync(journal, 3_000, first: 101);
        await journal.ReportAsync(Report());
        Assert.True(File.Exists(Segment("w", 10)));
        Assert.False(worker.IsSettled);
        Assert.Equal([(Turn, 7L)], journal.Turns.Select(turn => (turn.TurnId, turn.LeaseToken)));
        Assert.Equal(100, Host.Entries.Count);

        Host.Open();
        await journal.WhenSettledAsync(Cancelled);
        AssertAll(3_100);
        Assert.Single(Host.Reports);
        Assert.True(worker.IsSettled);
        Assert.Single(Directory.EnumerateFiles(OnlyFolder("w"), "*.log")); // what the host has is gone but for the last file
    }

    [Fact]
    public async Task A_host_that_forgot_a_part_gets_it_again()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Write(journal, 1_000);
        await journal.WhenSettledAsync(Cancelled);

        Host.Forget(journal.Id, 400); // such as a database that is restored from yesterday
        Write(journal, 1, first: 1_001);
        await UntilAsync(() => Host.Known(journal.Id) == 1_001);

        Assert.Equal(Enumerable.Range(1, 1_000).Concat(Enumerable.Range(401, 601)), Host.Entries.Select(entry => (int)entry.Number));
    }

    [Fact]
    public async Task What_nobody_has_any_more_is_passed_over_and_said()
    {
        await using var worker = Worker("w", new JournalOptions { SegmentBytes = 1_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        for (var number = 1; number <= 50; number++)
        {
            Write(journal, 1, first: number);
            await journal.WhenSettledAsync(Cancelled);
        }

        Host.Forget(journal.Id, 0);
        Write(journal, 1, first: 51);
        await UntilAsync(() => Host.Known(journal.Id) == 51);

        var again = Host.Batches.Last(batch => batch.StartsAfterGap);
        Assert.True(again.Entries[0].Number > 1);
        Assert.Equal(51, Host.Entries.Last().Number);
    }

    [Fact]
    public async Task An_answer_that_was_lost_doubles_nothing()
    {
        await using (var first = Worker("w1"))
        {
            var journal = first.Begin("task", "session");
            await journal.BeginTurnAsync(Turn, 7, Cancelled);
            Write(journal, 10);
            await journal.WhenSettledAsync(Cancelled);
            Host.Close();
            Write(journal, 10, first: 11);
        }

        File.Delete(Path.Combine(OnlyFolder("w1"), "acknowledged"));
        Host.Open();
        await using var second = Worker("w2");
        await TakeOverAsync(second, "w2", "w1");
        await UntilAsync(() => second.IsSettled);

        AssertAll(20);
    }

    [Fact]
    public async Task At_the_bound_writing_waits_until_the_host_has_taken_something()
    {
        await using var worker = Worker("w", new JournalOptions { SegmentBytes = 10_000, MostBytes = 50_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Host.Close();
        var speaking = Task.Run(() => SpeakAsync(journal, 2_000), Cancelled);

        await UntilAsync(() => !journal.WaitForRoomAsync(Cancelled).AsTask().IsCompleted);
        Assert.InRange(Directory.EnumerateFiles(OnlyFolder("w")).Sum(file => new FileInfo(file).Length), 40_000, 60_000);
        Assert.False(speaking.IsCompleted);
        await journal.ReportAsync(Report("another")); // what the host needs to know has room

        Host.Open();
        await speaking.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        await journal.WhenSettledAsync(Cancelled);
        AssertAll(2_000);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_now_is_read_later()
    {
        await using var worker = Worker("w", new JournalOptions { SegmentBytes = 5_000, MostPendingBytes = 2_000 });
        var journal = worker.Begin("task", "session");
        Host.Close();
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        await SpeakAsync(journal, 200);
        await journal.ReportAsync(Report());
        File.Move(Segment("w", 3), Segment("w", 3) + ".away");
        Host.Open();
        await Log.Lines.FindAsync(line => line.Contains("cannot be read now", StringComparison.Ordinal), Cancelled);
        Assert.False(worker.IsSettled);

        File.Move(Segment("w", 3) + ".away", Segment("w", 3));
        await journal.WhenSettledAsync(Cancelled);

        AssertAll(200);
        Assert.Single(Host.Reports);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_now_is_read_later_also_from_the_middle_of_the_one_before()
    {
        await using var worker = Worker("w", new JournalOptions { SegmentBytes = 5_000, MostPendingBytes = 2_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        var said = 0;
        while (!File.Exists(Segment("w", 2)))
        {
            Write(journal, 1, first: ++said);
            await journal.WhenSettledAsync(Cancelled);
        }

        Host.Close();
        await SpeakAsync(journal, 200 - said, first: said + 1);
        await journal.ReportAsync(Report());
        File.Move(Segment("w", 3), Segment("w", 3) + ".away");
        Host.Open();
        await Log.Lines.FindAsync(line => line.Contains("cannot be read now", StringComparison.Ordinal), Cancelled);
        File.Move(Segment("w", 3) + ".away", Segment("w", 3));
        await UntilAsync(() => Host.Reports.Count == 1);

        AssertAll(200);
    }

    [Fact]
    public async Task A_lease_that_is_lost_ends_the_journal()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Host.LostLease = 7;
        Write(journal, 10);

        Assert.Equal("another lease", await journal.Refused.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));

        await journal.Over;
        Assert.Throws<JournalClosedException>(() => Write(journal, 1));
        await journal.ReportAsync(Report()); // wanted by nobody, and that is no fault
        await journal.WaitForRoomAsync(Cancelled);
        Assert.Empty(journal.Turns);
        Assert.True(worker.IsSettled);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder("w"), JournalRecovery.JournalsName)));
    }

    [Fact]
    public async Task What_is_written_between_turns_goes_under_the_newest_lease()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        await journal.ReportAsync(Report());
        await journal.WhenSettledAsync(Cancelled);
        Host.Close();
        Write(journal, 1);
        await journal.BeginTurnAsync("turn-2", 8, Cancelled);
        Write(journal, 1, first: 2);
        Host.LostLease = 7; // the host gave a later one since
        Host.Open();
        await journal.WhenSettledAsync(Cancelled);

        AssertAll(2);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_left_out_and_said()
    {
        await using var worker = Worker("w", new JournalOptions { MostEntryBytes = 10_000 });
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        journal.Write(EventKinds.Raw, Turn, null, JsonDocument.Parse($"\"{new string('x', 20_000)}\"").RootElement);
        Write(journal, 1);
        await journal.WhenSettledAsync(Cancelled);

        Assert.Equal(["notice", "agent_message"], Host.Entries.Select(entry => entry.Kind));
        Assert.Equal("too_large", Host.Entries.First().Payload.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_large_event_passes()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        journal.Write(EventKinds.Raw, Turn, null, JsonDocument.Parse($"\"{new string('x', 5_000_000)}\"").RootElement);
        Write(journal, 1);
        await journal.WhenSettledAsync(Cancelled);

        Assert.Equal(5_000_000, Host.Entries.First().Payload.GetString()!.Length);
        AssertAll(1);
    }

    [Fact]
    public async Task A_session_that_is_over_leaves_nothing_on_disk()
    {
        await using var worker = Worker("w");
        var journal = worker.Begin("task", "session");
        await journal.BeginTurnAsync(Turn, 7, Cancelled);
        Host.Close();
        Write(journal, 10);
        journal.Complete();
        Assert.False(journal.Over.IsCompleted);
        Host.Open();
        await journal.Over.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        AssertAll(10);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder("w"), JournalRecovery.JournalsName)));
    }
}
