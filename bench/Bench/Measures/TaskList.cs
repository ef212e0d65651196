using System.Diagnostics;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;
using Homeport.Storage.Sqlite;

namespace Homeport.Bench.Measures;

/// <summary>The board's first page, fifty tasks, of a small and of an old installation; against reading the same rows and nothing else.</summary>
internal static class TaskList
{
    private const string Path = "/api/tasks?limit=50";

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var small = new BenchFolder();
        using var large = new BenchFolder();
        await AgedData.AddTasksAsync(small, await AgedData.RunOneTaskAsync(settings, small), 1_000);
        await AgedData.AddTasksAsync(large, await AgedData.RunOneTaskAsync(settings, large), settings.IsQuick ? 10_000 : 100_000);
        await using var young = await HomeportServer.StartWithWorkerAsync(settings, small);
        await using var old = await HomeportServer.StartWithWorkerAsync(settings, large);
        await using var limit = await AgedData.OpenAsync(small);
        byte[] ofYoung = HttpLoad.Get(young.Port, Path, young.Token), ofOld = HttpLoad.Get(old.Port, Path, old.Token);
        await HttpLoad.RunAsync(young, ofYoung, settings.Window);
        await HttpLoad.RunAsync(old, ofOld, settings.Window);

        List<double> fromYoung = [], fromOld = [], rows = [], processor = [];
        for (var round = 0; round < settings.Repetitions; round++)
        {
            rows.Add(await ReadRateAsync(limit, settings.Window));
            var load = await HttpLoad.RunAsync(young, ofYoung, settings.Window);
            fromYoung.Add(load.PerSecond);
            processor.Add(load.Processor);
            fromOld.Add((await HttpLoad.RunAsync(old, ofOld, settings.Window)).PerSecond);
        }

        report.Add(Figure.Against("the rows read, one thread", "list 50 of 1,000 tasks, share of the read", "lists/s", fromYoung, rows));
        report.Add(Figure.Alone("list 50 of 1,000 tasks", "lists/s", fromYoung, atLeast: 8_000));
        report.Add(Figure.Alone("list 50 of 1,000 tasks, processor time", "µs", processor));
        report.Add(Figure.Alone("list 50 of 100,000 tasks", "lists/s", fromOld, atLeast: 8_000));
        report.Add(Figure.Against("50 of 100,000", "list 50 of 1,000 tasks", "lists/s", fromYoung, fromOld, atMost: 1.2));
    }

    private static async Task<double> ReadRateAsync(SqliteDatabase database, TimeSpan window)
    {
        var (count, start) = (0, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < window)
        {
            await database.ReadAsync(
                scope => scope.Query("SELECT id, title, prompt, state, branch, worktree_path, usage, changes, updated_at, version FROM tasks " +
                    "WHERE deleted_at IS NULL AND archived_at IS NULL ORDER BY id DESC LIMIT 50", static row => row.Text(0)),
                CancellationToken.None);
            count++;
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
