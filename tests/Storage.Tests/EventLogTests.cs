using Homeport.Storage.Events;

namespace Homeport.Storage.Tests;

/// <summary>The log as writers and subscribers see it.</summary>
public abstract class EventLogTests(TestStore store) : StoreTests(store)
{
    [Fact]
    public async Task An_event_comes_back_whole()
    {
        var database = await OpenAsync();
        var at = new DateTimeOffset(2026, 11, 20, 7, 0, 0, 123, TimeSpan.FromHours(2)).AddTicks(4567);

        var sequence = await database.WriteAsync(scope => scope.AppendEvent(
            new EventDraft(Workspace, "tool_call", "{\"a\":1}")
            {
                TaskId = "task",
                SessionId = "session",
                TurnId = "turn",
                ItemId = "item",
                At = at,
            }), Cancelled);

        var stored = Assert.Single(await database.Events.ReadAsync(Workspace, 0, 10, EventFilter.All, Cancelled));
        Assert.Equal(1, sequence);
        Assert.Equal(
            (Workspace, 1, "tool_call", new DateTimeOffset(2026, 11, 20, 5, 0, 0, 123, TimeSpan.Zero)),
            (stored.WorkspaceId, stored.Sequence, stored.Kind, stored.At));
        Assert.Equal(
            ("task", "session", "turn", "item", "{\"a\":1}"),
            (stored.TaskId, stored.SessionId, stored.TurnId, stored.ItemId, stored.Payload));
    }

    [Fact]
    public async Task Each_workspace_counts_for_itself_and_goes_on_after_reopening()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 3, workspace: "one");
        await AppendAsync(database, 2, workspace: "two");
        await database.DisposeAsync();

        database = await OpenAsync();
        await AppendAsync(database, 1, workspace: "one");

        Assert.Equal(4, await database.Events.HeadAsync("one", Cancelled));
        Assert.Equal(2, await database.Events.HeadAsync("two", Cancelled));
        Assert.Equal(0, await database.Events.HeadAsync("three", Cancelled));
    }

    [Fact]
    public async Task The_head_in_a_work_counts_what_the_work_appended()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 2);

        var heads = await database.WriteAsync(scope =>
        {
            var before = scope.EventHead(Workspace);
            scope.AppendEvent(Draft(0));
            return (before, scope.EventHead(Workspace), scope.QueryScalar("SELECT COUNT(*) FROM session_events"));
        }, Cancelled);

        Assert.Equal((2, 3, 3), heads);
    }

    [Fact]
    public async Task A_filter_gives_what_was_asked_for_and_nothing_of_another_workspace()
    {
        var database = await OpenAsync();
        await database.WriteAsync(scope =>
        {
            for (var number = 0; number < 100; number++)
            {
                scope.AppendEvent(new EventDraft(number % 10 == 9 ? "other" : Workspace, number % 2 == 0 ? "usage" : "notice", "{}")
                {
                    TaskId = $"task{number % 3}",
                    SessionId = $"session{number % 6}",
                });
            }
        }, Cancelled);

        foreach (var filter in (EventFilter[])[
            new() { TaskId = "task1" }, new() { SessionId = "session4" }, new() { Kinds = ["usage"] },
            new() { TaskId = "task1", SessionId = "session4", Kinds = ["usage", "none"] }, new() { TaskId = "none" }, new() { Kinds = [] }, EventFilter.All])
        {
            var all = await database.Events.ReadAsync(Workspace, 0, 1000, filter, Cancelled);
            Assert.All(all, stored => Assert.True(filter.Matches(stored) && stored.WorkspaceId == Workspace));
            Assert.Equal(all.Count, (await database.Events.ReadAsync(Workspace, 0, 1000, EventFilter.All, Cancelled)).Count(filter.Matches));
            Assert.Equal(
                all.Where(stored => stored.Sequence < 40).TakeLast(5).Select(stored => stored.Sequence),
                (await database.Events.ReadNewestAsync(Workspace, filter, 40, 5, Cancelled)).Select(stored => stored.Sequence));
            Assert.Equal(
                all.TakeLast(3).Select(stored => stored.Sequence),
                (await database.Events.ReadNewestAsync(Workspace, filter, null, 3, Cancelled)).Select(stored => stored.Sequence));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2499)]
    [InlineData(4999)]
    [InlineData(5000)]
    public async Task Replay_from_any_point_has_no_gap_and_no_duplicate_while_writing(long from)
    {
        var database = await OpenAsync();
        await AppendAsync(database, 5000);
        var writing = Task.Run(async () =>
        {
            for (var number = 0; number < 400; number++)
            {
                await AppendAsync(database, 5);
            }
        }, Cancelled);

        // One reads from the beginning of the writing, one begins in its middle.
        var early = CollectAsync(database, new EventSubscription(Workspace, from), until: 7000);
        await AppendedAsync(database, 6000);
        var late = CollectAsync(database, new EventSubscription(Workspace, from), until: 7000);
        await writing;

        var expected = Enumerable.Range(1, 7000).Select(number => (long)number).Where(number => number > from);
        Assert.Equal(expected, await early.WaitAsync(Limit, Cancelled));
        Assert.Equal(expected, await late.WaitAsync(Limit, Cancelled));
    }

    [Fact]
    public async Task A_slow_subscriber_holds_little_and_misses_nothing()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 10);
        await using var feed = Follow(database, new EventSubscription(Workspace, 0) { Capacity = 50 });
        Assert.True(await feed.MoveNextAsync());
        var seen = Sequences(feed.Current).ToList();
        var next = feed.MoveNextAsync(); // it is live now, or will be
        await AppendAsync(database, 1);
        Assert.True(await next);
        seen.AddRange(Sequences(feed.Current));

        for (var number = 0; number < 100; number++)
        {
            await AppendAsync(database, 20); // nobody reads: fifty wait at most
        }

        while (seen.Count < 2011)
        {
            Assert.True(await feed.MoveNextAsync().WaitAsync(Limit, Cancelled));
            seen.AddRange(Sequences(feed.Current));
        }

        Assert.Equal(Enumerable.Range(1, 2011).Select(number => (long)number), seen);
    }

    [Fact]
    public async Task A_subscriber_that_wants_only_the_present_is_told_what_it_missed()
    {
        var database = await OpenAsync();
        await using var feed = Follow(database, new EventSubscription(Workspace, 0) { Capacity = 50, CatchUp = false });
        var next = feed.MoveNextAsync();
        await AppendAsync(database, 1);
        Assert.True(await next);
        await BecomeLiveAsync(database, feed);
        var known = feed.Current.Through;

        await AppendAsync(database, 200);
        Assert.True(await feed.MoveNextAsync());
        var gap = Assert.IsType<EventGap>(Assert.Single(feed.Current.Entries));
        next = feed.MoveNextAsync();
        await AppendAsync(database, 1);
        Assert.True(await next);

        Assert.Equal((known + 1, known + 200), (gap.From, gap.To));
        Assert.Equal([known + 201], Sequences(feed.Current));
    }

    [Fact]
    public async Task A_filtered_subscriber_sees_only_its_task_and_its_cursor_moves_on()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 10, task: "other");
        await AppendAsync(database, 2, task: "mine");
        await AppendAsync(database, 10, task: "other");
        await using var feed = Follow(
            database, new EventSubscription(Workspace, 0) { Filter = new EventFilter { TaskId = "mine" } });
        Assert.True(await feed.MoveNextAsync());
        Assert.Equal([11, 12], Sequences(feed.Current));
        Assert.Equal(22, feed.Current.Through);

        var next = feed.MoveNextAsync();
        await AppendAsync(database, 5, task: "other");
        await database.WriteAsync(scope =>
        {
            scope.AppendEvent(Draft(0, "other"));
            scope.AppendEvent(Draft(0, "mine"));
            scope.AppendEvent(Draft(0, "other"));
        }, Cancelled);
        Assert.True(await next);

        Assert.Equal([29], Sequences(feed.Current));
        Assert.Equal(30, feed.Current.Through);
    }

    [Fact]
    public async Task From_now_on_means_without_history()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 10);
        await using var feed = Follow(database, new EventSubscription(Workspace, null));
        var next = feed.MoveNextAsync();
        await TransientsUntilAsync(database, next);
        Assert.IsType<TransientEvent>(feed.Current.Entries[0]);
        next = MoveToStoredAsync(feed);

        await AppendAsync(database, 1);

        Assert.True(await next);
        Assert.Equal([11], Sequences(feed.Current));
    }

    [Fact]
    public async Task A_transient_event_is_seen_live_in_its_place_and_never_again()
    {
        var database = await OpenAsync();
        await using var feed = Follow(database, new EventSubscription(Workspace, 0));
        var next = feed.MoveNextAsync();
        await TransientsUntilAsync(database, next);
        Assert.All(feed.Current.Entries, entry => Assert.Equal("{\"text\":\"he\"}", Assert.IsType<TransientEvent>(entry).Payload));
        Assert.Equal(0, feed.Current.Through);

        Assert.Empty(await database.Events.ReadAsync(Workspace, 0, 10, EventFilter.All, Cancelled));
    }

    [Fact]
    public async Task The_wire_form_is_made_once_for_all_live_subscribers()
    {
        var database = await OpenAsync();
        await using var one = Follow(database, new EventSubscription(Workspace, 0));
        await using var two = Follow(database, new EventSubscription(Workspace, 0));
        var (first, second) = (one.MoveNextAsync(), two.MoveNextAsync());
        await TransientsUntilAsync(database, first);
        await TransientsUntilAsync(database, second);
        (first, second) = (MoveToStoredAsync(one), MoveToStoredAsync(two));

        await AppendAsync(database, 1);
        Assert.True(await first && await second);

        static byte[] Encode(FeedEntry entry) => System.Text.Encoding.UTF8.GetBytes(((StoredEvent)entry).Payload);
        Assert.Same(one.Current.Entries[^1].WireForm(Encode), two.Current.Entries[^1].WireForm(Encode));
    }

    [Fact]
    public async Task Pruned_events_are_a_gap()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 20);

        Assert.Equal(15, await database.Events.PruneAsync(Workspace, 15, Cancelled));
        await AppendAsync(database, 1);

        await using var feed = Follow(database, new EventSubscription(Workspace, 5));
        Assert.True(await feed.MoveNextAsync());
        var gap = Assert.IsType<EventGap>(Assert.Single(feed.Current.Entries));
        Assert.Equal((6, 15), (gap.From, gap.To));
        Assert.True(await feed.MoveNextAsync());
        Assert.Equal([16, 17, 18, 19, 20, 21], Sequences(feed.Current));
    }

    [Fact]
    public async Task A_cursor_from_a_future_that_was_lost_is_a_gap()
    {
        var database = await OpenAsync();
        await AppendAsync(database, 3);
        await using var feed = Follow(database, new EventSubscription(Workspace, 10));

        Assert.True(await feed.MoveNextAsync());
        var gap = Assert.IsType<EventGap>(Assert.Single(feed.Current.Entries));
        Assert.Equal((4, 10, 3), (gap.From, gap.To, feed.Current.Through));
        var next = feed.MoveNextAsync();
        await AppendAsync(database, 1);
        Assert.True(await next);
        Assert.Equal([4], Sequences(feed.Current));
    }

    [Fact]
    public async Task Closing_the_database_ends_the_subscriptions()
    {
        var database = await OpenAsync();
        await using var feed = Follow(database, new EventSubscription(Workspace, 0));
        var next = feed.MoveNextAsync();

        await database.DisposeAsync();

        Assert.False(await next.WaitAsync(Limit, Cancelled));
    }

    protected static EventDraft Draft(int number, string? task = null) =>
        new(Workspace, "notice", $"{{\"n\":{number}}}") { TaskId = task };

    protected static Task AppendAsync(Database database, int count, string workspace = Workspace, string? task = null) =>
        database.WriteAsync(scope =>
        {
            for (var number = 0; number < count; number++)
            {
                scope.AppendEvent(Draft(number, task) with { WorkspaceId = workspace });
            }
        }, Cancelled);

    private static Follower Follow(Database database, EventSubscription subscription) =>
        new(database.Events.Subscribe(subscription, Cancelled).GetAsyncEnumerator(Cancelled));

    protected static IEnumerable<long> Sequences(EventBatch batch) =>
        batch.Entries.OfType<StoredEvent>().Select(stored => stored.Sequence);

    protected static async Task<List<long>> CollectAsync(Database database, EventSubscription subscription, long until)
    {
        var sequences = new List<long>();
        await foreach (var batch in database.Events.Subscribe(subscription, Cancelled))
        {
            sequences.AddRange(Sequences(batch));
            if (batch.Through >= until)
            {
                break;
            }
        }

        return sequences;
    }

    private static async Task AppendedAsync(Database database, long sequence)
    {
        while (await database.Events.HeadAsync(Workspace, Cancelled) < sequence)
        {
            await Task.Yield();
        }
    }

    /// <summary>Shows transient events until the subscriber, which gets them only once it is live, has one.</summary>
    private static async Task TransientsUntilAsync(Database database, Task<bool> next)
    {
        while (!next.IsCompleted)
        {
            database.Events.PublishTransient(
                new TransientEvent { WorkspaceId = Workspace, Kind = "delta", Payload = "{\"text\":\"he\"}" });
            await Task.Yield();
        }

        Assert.True(await next);
    }

    private static async Task BecomeLiveAsync(Database database, Follower feed) =>
        await TransientsUntilAsync(database, feed.MoveNextAsync());

    private static async Task<bool> MoveToStoredAsync(Follower feed)
    {
        while (await feed.MoveNextAsync())
        {
            if (feed.Current.Entries.Any(static entry => entry is StoredEvent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A subscriber that moves when the test says so.</summary>
    private sealed class Follower(IAsyncEnumerator<EventBatch> batches) : IAsyncDisposable
    {
        public EventBatch Current => batches.Current;

        public Task<bool> MoveNextAsync() => batches.MoveNextAsync().AsTask();

        public ValueTask DisposeAsync() => batches.DisposeAsync();
    }
}

public sealed class SqliteEventLogTests() : EventLogTests(new SqliteTestStore());

public sealed class PostgresEventLogTests(PostgresFixture postgres) : EventLogTests(new PostgresTestStore(postgres))
{
    [Fact]
    public async Task A_subscriber_of_one_host_sees_what_another_host_wrote()
    {
        var here = await OpenAsync();
        var there = await OpenAsync();
        var collected = CollectAsync(here, new EventSubscription(Workspace, 0), until: 300);

        for (var number = 0; number < 100; number++)
        {
            await Task.WhenAll(AppendAsync(here, 1), AppendAsync(there, 2));
        }

        Assert.Equal(
            Enumerable.Range(1, 300).Select(number => (long)number), await collected.WaitAsync(Limit, Cancelled));
    }

    [Fact]
    public async Task Two_hosts_that_read_decide_and_write_do_not_race()
    {
        var here = await OpenAsync();
        var there = await OpenAsync();
        await here.WriteAsync(scope => scope.Execute(
            "INSERT INTO notes (id, text, done) VALUES ('counter', '', 0)"), Cancelled);

        static void Increment(WriteScope scope)
        {
            var value = scope.QueryScalar("SELECT done FROM notes WHERE id = 'counter'");
            scope.Execute("UPDATE notes SET done = @value WHERE id = 'counter'", ("value", value + 1));
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(
            number => (number % 2 == 0 ? here : there).WriteAsync(Increment, Cancelled)));

        Assert.Equal(200, await here.ReadAsync(
            scope => scope.QueryScalar("SELECT done FROM notes WHERE id = 'counter'"), Cancelled));
    }
}
