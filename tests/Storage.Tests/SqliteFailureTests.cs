using System.Diagnostics;
using Homeport.Storage.Events;
using Homeport.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Homeport.Storage.Tests;

/// <summary>Disks that fill, files that are held or damaged: typed errors, and the writer goes on.</summary>
public sealed class SqliteFailureTests : StoreTests
{
    private readonly SqliteTestStore _store;

    public SqliteFailureTests()
        : this(new SqliteTestStore())
    {
    }

    private SqliteFailureTests(SqliteTestStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task A_full_database_refuses_the_write_and_goes_on_once_there_is_room()
    {
        var database = await OpenAsync();
        await AddAsync(database, "before");
        await database.WriteAsync(scope => scope.Execute("PRAGMA max_page_count = 60"), Cancelled);

        var works = Enumerable.Range(0, 20).Select(number => AppendLargeAsync(database, number)).ToList();
        var failures = await FailuresAsync(works);
        await database.WriteAsync(scope => scope.Execute("PRAGMA max_page_count = 1000000"), Cancelled);
        await AddAsync(database, "after");

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Equal(
            StorageFailure.DiskFull, Assert.IsType<StorageUnavailableException>(failure).Failure));
        await AssertWholeAsync(database, works);
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_goes_on_once_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("homeport-full-").FullName;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await MountAsync(folder),
            "Only root on Linux can mount a small disk.");
        try
        {
            var ballast = Path.Combine(folder, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[2 * 1024 * 1024], Cancelled);
            await using var database = await SqliteDatabase.OpenAsync(
                Path.Combine(folder, "store.db"), [Notes], TimeProvider.System, Cancelled);

            var works = new List<Task>();
            while (works.All(static work => work.IsCompletedSuccessfully))
            {
                works.Add(AppendLargeAsync(database, works.Count));
                await FailuresAsync([works[^1]]);
            }

            works.AddRange(Enumerable.Range(0, 5).Select(_ => AppendLargeAsync(database, works.Count)));
            var failures = await FailuresAsync(works);
            File.Delete(ballast);
            await AddAsync(database, "after");

            Assert.All(failures, failure => Assert.Contains(
                Assert.IsType<StorageUnavailableException>(failure).Failure,
                (StorageFailure[])[StorageFailure.DiskFull, StorageFailure.InputOutput]));
            Assert.Equal(StorageFailure.DiskFull, ((StorageUnavailableException)failures[0]).Failure);
            await AssertWholeAsync(database, works);
        }
        finally
        {
            await RunAsync("umount", folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_told_and_written_later()
    {
        var database = await OpenAsync();
        await using (var other = new SqliteConnection($"Data Source={_store.Path};Pooling=False"))
        {
            await other.OpenAsync(Cancelled);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(Cancelled);

            var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(database, "a"));
            Assert.Equal(StorageFailure.Locked, refusal.Failure);
        }

        await AddAsync(database, "a");
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task A_damaged_file_is_told_with_what_to_do()
    {
        await using (var old = await OpenAsync())
        {
            foreach (var number in Enumerable.Range(0, 20))
            {
                await AppendLargeAsync(old, number);
            }
        }

        await using (var file = File.OpenWrite(_store.Path))
        {
            file.Position = 8 * 4096;
            await file.WriteAsync(new byte[60 * 4096], Cancelled);
        }

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
        {
            var database = await OpenAsync();
            await database.Events.ReadAsync(Workspace, 0, 100, EventFilter.All, Cancelled);
        });
        Assert.Equal(StorageFailure.Corrupt, failure.Failure);
        Assert.Contains("restore", failure.Message, StringComparison.Ordinal);
    }

    private static Task<long> AppendLargeAsync(Database database, int number) => database.WriteAsync(
        scope => scope.AppendEvent(new EventDraft(Workspace, "notice", number + new string('x', 30_000))), Cancelled);

    private static async Task<List<Exception>> FailuresAsync(IReadOnlyList<Task> works)
    {
        await Task.WhenAll(works).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Limit, Cancelled);
        return [.. works.Where(work => work.IsFaulted).Select(work => work.Exception!.InnerException!)];
    }

    private static async Task AssertWholeAsync(Database database, IReadOnlyList<Task> works)
    {
        var stored = await database.Events.ReadAsync(Workspace, 0, 1000, EventFilter.All, Cancelled);
        var acknowledged = works.Count(work => work.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(1, acknowledged).Select(number => (long)number), stored.Select(one => one.Sequence));
        Assert.Equal("ok", await database.ReadAsync(
            scope => scope.QuerySingle("PRAGMA integrity_check", row => row.Text(0)), Cancelled));
    }

    private static Task<bool> MountAsync(string folder) =>
        RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder);

    private static async Task<bool> RunAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
