using System.Diagnostics;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>
/// The host is killed while its agents stream, and started again: from its ready line until a client that follows hears every
/// one of the twenty.
/// </summary>
internal static class Reattach
{
    private const int Sessions = 20;

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        List<double> first = [], all = [], sinceStart = [];
        var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        try
        {
            var project = await server.AddRepositoryAsync(repository.Path);
            var tasks = await BeginAsync(server, project);
            for (var round = 0; round < settings.Repetitions; round++)
            {
                await server.KillAsync();
                await server.LeaveAsync();
                server = await HomeportServer.StartAsync(settings, folder);
                var ready = Stopwatch.GetTimestamp();
                await using var watch = await EventWatch.OpenAsync(server, "\"tasks\",\"sessions\"", keepsDeltas: true);
                var heard = await Task.WhenAll(tasks.Select(watch.WhenStreamingAsync));
                first.Add(Stopwatch.GetElapsedTime(ready, heard.Min()).TotalMilliseconds);
                all.Add(Stopwatch.GetElapsedTime(ready, heard.Max()).TotalMilliseconds);
                sinceStart.Add(Stopwatch.GetElapsedTime(server.StartedAt, heard.Max()).TotalMilliseconds);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }

        report.Add(Figure.Alone("host restarted: ready → first of 20 streaming sessions heard", "ms", first));
        report.Add(Figure.Alone("host restarted: ready → all of 20 streaming sessions heard", "ms", all, atMost: 2_000));
        report.Add(Figure.Alone("host restarted: start of the process → all heard", "ms", sinceStart));
    }

    private static async Task<string[]> BeginAsync(HomeportServer server, string project)
    {
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\",\"sessions\"", keepsDeltas: true);
        var tasks = new string[Sessions];
        for (var number = 0; number < Sessions; number++)
        {
            tasks[number] = await server.AddTaskAsync(project, "long-stream 100000");
            await server.PostAsync($"/api/tasks/{tasks[number]}/start", []);
        }

        await Task.WhenAll(tasks.Select(watch.WhenStreamingAsync));
        return tasks;
    }
}
