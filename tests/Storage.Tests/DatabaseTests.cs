using System.Data.Common;
using Homeport.Storage.Events;

namespace Homeport.Storage.Tests;

/// <summary>What each store promises. Written once, run over both.</summary>
public abstract class DatabaseTests(TestStore store) : StoreTests(store)
{
    [Fact]
    public async Task What_is_written_is_read()
    {
        var database = await OpenAsync();
        var at = new DateTimeOffset(2026, 11, 20, 5, 0, 0, 123, TimeSpan.Zero);

        await database.WriteAsync(scope => scope.Execute(
            "INSERT INTO notes (id, text, done, at, weight, extra) VALUES (@id, @text, @done, @at, @weight, @extra)",
            ("id", "a"), ("text", "hello"), ("done", true), ("at", at), ("weight", 1.5), ("extra", new byte[] { 0, 1, 255 })),
            Cancelled);

        var note = await database.ReadAsync(scope => scope.QuerySingle(
            "SELECT id, text, done, at, weight, extra FROM notes WHERE id = @id",
            row => (row.Text("id"), row.Text("text"), row.Bool("done"), row.Time("at"), row.Double("weight"),
                Convert.ToHexString(row.Blob("extra"))),
            ("id", "a")), Cancelled);
        Assert.Equal(("a", "hello", true, at, 1.5, "0001FF"), note);
    }

    [Fact]
    public async Task What_is_null_is_read_as_null()
    {
        var database = await OpenAsync();

        await database.WriteAsync(scope => scope.Execute(
            "INSERT INTO notes (id, text, at, weight, extra) VALUES (@id, @text, @at, @weight, @extra)",
            ("id", "a"), ("text", ""), ("at", null), ("weight", null), ("extra", null)), Cancelled);

        var note = await database.ReadAsync(scope => scope.QuerySingle(
            "SELECT at, weight, extra, text FROM notes",
            row => (row.TimeOrNull(0), row.DoubleOrNull(1), row.BlobOrNull(2), row.TextOrNull(3))), Cancelled);
        Assert.Equal((null, null, null, ""), note);
    }

    [Fact]
    public async Task A_null_parameter_switches_a_condition_off()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");
        await AddAsync(database, "b");

        long Count(string? id) => database.ReadAsync(scope => scope.QueryScalar(
            "SELECT COUNT(*) FROM notes WHERE (CAST(@id AS TEXT) IS NULL OR id = @id)", ("id", id)), Cancelled)
            .GetAwaiter().GetResult();

        Assert.Equal((2, 1, 2), (Count(null), Count("a"), Count(null)));
    }

    [Fact]
    public async Task A_work_that_throws_is_undone_alone()
    {
        var database = await OpenAsync();
        var works = Enumerable.Range(0, 50).Select(number => database.WriteAsync(scope =>
        {
            Add(scope, $"{number}");
            scope.AppendEvent(new EventDraft(Workspace, "notice", $"{{\"n\":{number}}}"));
            return number % 5 == 0 ? throw new InvalidOperationException($"work {number}") : number;
        }, Cancelled)).ToList();

        await Task.WhenAll(works).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Limit, Cancelled);

        Assert.Equal(10, works.Count(work => work.IsFaulted));
        Assert.Equal("work 5", works[5].Exception!.InnerException!.Message);
        Assert.Equal(40, await CountAsync(database));
        var events = await database.Events.ReadAsync(Workspace, 0, 100, EventFilter.All, Cancelled);
        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), events.Select(stored => stored.Sequence));
        Assert.DoesNotContain(events, stored => stored.Payload is "{\"n\":5}" or "{\"n\":0}");
    }

    [Fact]
    public async Task A_work_that_swallows_a_failed_statement_is_refused()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(scope =>
        {
            Add(scope, "b");
            try
            {
                Add(scope, "a");
            }
            catch (DbException)
            {
            }
        }, Cancelled));

        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_second_row_with_the_same_key_is_told_apart()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");

        var twice = await Assert.ThrowsAnyAsync<DbException>(() => AddAsync(database, "a"));
        var dangling = await Assert.ThrowsAnyAsync<DbException>(() => database.WriteAsync(
            scope => scope.Execute("INSERT INTO marks (note_id, mark) VALUES ('none', 'x')"), Cancelled));

        Assert.True(twice.IsUniqueViolation());
        Assert.False(twice.IsForeignKeyViolation());
        Assert.True(dangling.IsForeignKeyViolation());
        Assert.False(dangling.IsUniqueViolation());
    }

    [Fact]
    public async Task Works_of_one_caller_keep_their_order()
    {
        var database = await OpenAsync();

        var works = Enumerable.Range(0, 500).Select(number => database.WriteAsync(
            scope => scope.AppendEvent(new EventDraft(Workspace, "notice", $"{number}")), Cancelled)).ToList();

        Assert.Equal(Enumerable.Range(1, 500).Select(number => (long)number), await Task.WhenAll(works));
        var events = await database.Events.ReadAsync(Workspace, 0, 500, EventFilter.All, Cancelled);
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), events.Select(stored => stored.Payload));
    }

    [Fact]
    public async Task A_read_sees_one_state_while_writers_go_on()
    {
        var database = await OpenAsync();
        await AddAsync(database, "first");
        using var begun = new ManualResetEventSlim();
        using var written = new ManualResetEventSlim();

        var counts = Task.Run(() => database.ReadAsync(scope =>
        {
            var before = scope.QueryScalar("SELECT COUNT(*) FROM notes");
            begun.Set();
            written.Wait(Limit, Cancelled);
            return (before, scope.QueryScalar("SELECT COUNT(*) FROM notes"));
        }, Cancelled), Cancelled);
        begun.Wait(Limit, Cancelled);
        await AddAsync(database, "second");
        written.Set();

        Assert.Equal((1, 1), await counts);
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task Writers_and_readers_do_not_disturb_each_other()
    {
        var database = await OpenAsync();

        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 50; number++)
            {
                await database.WriteAsync(scope =>
                {
                    Add(scope, $"{writer}-{number}-left");
                    Add(scope, $"{writer}-{number}-right");
                }, Cancelled);
            }
        }, Cancelled));
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                Assert.Equal(0, await CountAsync(database) % 2); // both rows of a work or none
            }
        }, Cancelled));

        await Task.WhenAll([.. writers, .. readers]).WaitAsync(Limit, Cancelled);
        Assert.Equal(800, await CountAsync(database));
    }

    [Fact]
    public async Task A_work_that_was_cancelled_before_it_began_is_not_done()
    {
        var database = await OpenAsync();
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = database.WriteAsync(_ =>
        {
            begun.Set();
            release.Wait(Limit, Cancelled);
        }, Cancelled);
        begun.Wait(Limit, Cancelled);

        var second = database.WriteAsync(scope => Add(scope, "second"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Limit, Cancelled));
        release.Set();
        await first;

        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task A_long_read_is_interrupted()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");
        using var cancel = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();

        var read = Task.Run(() => database.ReadAsync(scope =>
        {
            begun.Set();
            return scope.QueryScalar(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000000000)
                SELECT COUNT(*) FROM numbers
                """);
        }, cancel.Token), Cancelled);
        begun.Wait(Limit, Cancelled);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Limit, Cancelled));
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_read_may_not_write()
    {
        var database = await OpenAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => database.ReadAsync(scope => scope.QuerySingle(
            "INSERT INTO notes (id, text) VALUES ('a', 'b') RETURNING id", row => row.Text(0)), Cancelled));

        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task A_work_may_use_all_that_sql_gives_back()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");

        var (id, total, isThere) = await database.WriteAsync(scope => (
            scope.QuerySingle(
                """
                INSERT INTO notes (id, text, done) VALUES (@id, 'new', 4) ON CONFLICT (id) DO UPDATE SET text = excluded.text,
                done = notes.done + 2 RETURNING id
                """, row => row.Text(0), ("id", "a")),
            scope.QueryScalar("SELECT SUM(done) FROM notes"),
            scope.QuerySingle("SELECT EXISTS (SELECT 1 FROM notes WHERE id = 'a')", row => row.Bool(0))), Cancelled);

        Assert.Equal(("a", 2, true), (id, total, isThere));
    }

    [Fact]
    public async Task A_mapping_may_not_query()
    {
        var database = await OpenAsync();
        await AddAsync(database, "a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.ReadAsync(
            scope => scope.Query("SELECT id FROM notes", _ => scope.QueryScalar("SELECT COUNT(*) FROM notes")), Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            scope => scope.Query("SELECT id FROM notes", row => scope.AppendEvent(new EventDraft(Workspace, row.Text(0), "{}"))),
            Cancelled));
    }

    [Theory]
    [InlineData("'; DROP TABLE notes; --")]
    [InlineData("@id \" ` \\ $1 ? :x %s {{blob}}")]
    [InlineData("日本語 🚢 e\u0301 \u202E \uFEFF")]
    [InlineData("")]
    public async Task Any_text_is_only_text(string text)
    {
        var database = await OpenAsync();

        await database.WriteAsync(scope => scope.Execute(
            "INSERT INTO notes (id, text) VALUES ('a', @text)", ("text", text)), Cancelled);

        Assert.Equal(text, await database.ReadAsync(scope => scope.QuerySingle(
            "SELECT text FROM notes WHERE text = @text", row => row.Text(0), ("text", text)), Cancelled));
    }

    [Fact]
    public async Task What_no_database_can_store_is_replaced()
    {
        const string text = "a\0b\0 \uDEA2🚢\uD83D! \uD83D"; // NUL, and halves of a surrogate pair
        const string stored = "a\uFFFDb\uFFFD \uFFFD🚢\uFFFD! \uFFFD";
        var database = await OpenAsync();

        await database.WriteAsync(scope =>
        {
            scope.Execute("INSERT INTO notes (id, text) VALUES ('a', @text)", ("text", text));
            scope.AppendEvent(new EventDraft(Workspace, "notice", text));
        }, Cancelled);

        Assert.Equal(stored, await database.ReadAsync(
            scope => scope.QuerySingle("SELECT text FROM notes", row => row.Text(0)), Cancelled));
        Assert.Equal(stored, Assert.Single(
            await database.Events.ReadAsync(Workspace, 0, 1, EventFilter.All, Cancelled)).Payload);
    }

    [Fact]
    public async Task A_blob_is_kept_once_and_read_in_parts()
    {
        var database = await OpenAsync();
        var content = new byte[10 * 1024 * 1024];
        new Random(1).NextBytes(content);

        var hash = await database.WriteAsync(scope => scope.PutBlob(content), Cancelled);
        Assert.Equal(hash, await database.WriteAsync(scope => scope.PutBlob(content), Cancelled));

        await database.ReadAsync(scope =>
        {
            Assert.Equal(content, scope.GetBlob(hash));
            Assert.Equal(content[1000..1500], scope.GetBlobPart(hash, 1000, 500));
            Assert.Equal(content.Length, scope.GetBlobSize(hash));
            Assert.Null(scope.GetBlob("none"));
            Assert.Equal(1, scope.QueryScalar("SELECT COUNT(*) FROM blobs"));
            return true;
        }, Cancelled);
    }

    [Fact]
    public async Task An_event_of_ten_megabytes_goes_through()
    {
        var database = await OpenAsync();
        var payload = $"{{\"text\":\"{new string('ü', 5 * 1024 * 1024)}\"}}";

        await database.WriteAsync(scope => scope.AppendEvent(new EventDraft(Workspace, "notice", payload)), Cancelled);

        Assert.Equal(payload, Assert.Single(
            await database.Events.ReadAsync(Workspace, 0, 10, EventFilter.All, Cancelled)).Payload);
    }

    [Fact]
    public async Task The_dialect_reads_json_and_finds_text()
    {
        var database = await OpenAsync();
        await database.WriteAsync(scope => scope.Execute(
            "INSERT INTO notes (id, text) VALUES ('a', @text)", ("text", "{\"state\":\"100%_done\"}")), Cancelled);

        await database.ReadAsync(scope =>
        {
            Assert.Equal("100%_done", scope.QuerySingle(
                $"SELECT {scope.Dialect.JsonText("text", "state")} FROM notes", row => row.Text(0)));
            Assert.Equal(1, Found(scope, "100%_DONE"));
            Assert.Equal(0, Found(scope, "100__done"));
            return true;
        }, Cancelled);

        static long Found(ReadScope scope, string text) => scope.QueryScalar(
            $"SELECT COUNT(*) FROM notes WHERE {scope.Dialect.Contains("text", "pattern")}",
            ("pattern", Dialect.LikePattern(text)));
    }

    [Fact]
    public async Task After_closing_it_says_so()
    {
        var database = await OpenAsync();
        await database.DisposeAsync();

        var write = await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(database, "a"));
        var read = await Assert.ThrowsAsync<StorageUnavailableException>(() => CountAsync(database));
        Assert.Equal((StorageFailure.Closed, StorageFailure.Closed), (write.Failure, read.Failure));
        await database.DisposeAsync();
    }
}

public sealed class SqliteDatabaseTests() : DatabaseTests(new SqliteTestStore());

public sealed class PostgresDatabaseTests(PostgresFixture postgres) : DatabaseTests(new PostgresTestStore(postgres));
