using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>
/// What host and worker need for each session whose agent waits for the next prompt, and for each whose agent has a turn in which
/// it says nothing; the agents' own memory is theirs.
/// </summary>
internal static class SessionMemory
{
    private const int Settle = 3;

    public static async Task RunAsync(Settings settings, Report report)
    {
        var idle = await MeasureAsync(settings, RunOneAsync);
        report.Add(Figure.Alone("host and worker, each idle session (private)", "KiB", [idle.Both]));
        var quiet = await MeasureAsync(settings, BeginOneAsync);
        report.Add(Figure.Alone("host and worker, each session in a quiet turn (private)", "KiB", [quiet.Both]));
        report.Add(Figure.Alone("of that the host", "KiB", [quiet.Host]));
    }

    /// <returns>KiB for each session.</returns>
    private static async Task<(double Both, double Host)> MeasureAsync(Settings settings, Func<HomeportServer, EventWatch, string, Task> add)
    {
        var count = settings.IsQuick ? 5 : 20;
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\",\"sessions\"");
        await RunOneAsync(server, watch, project); // what the first one loads is loaded

        var before = await RestingAsync(server);
        for (var number = 0; number < count; number++)
        {
            await add(server, watch, project);
        }

        var after = await RestingAsync(server);
        return ((after.Both - before.Both) * 1024 / count, (after.Host - before.Host) * 1024 / count);
    }

    private static async Task RunOneAsync(HomeportServer server, EventWatch watch, string project)
    {
        var task = await server.AddTaskAsync(project, "usage");
        await server.PostAsync($"/api/tasks/{task}/start", []);
        await watch.WhenTaskAsync(task, "in_review", "done");
    }

    private static async Task BeginOneAsync(HomeportServer server, EventWatch watch, string project)
    {
        var task = await server.AddTaskAsync(project, "hang");
        await server.PostAsync($"/api/tasks/{task}/start", []);
        await watch.WhenAsync(entry => entry["kind"]!.GetValue<string>() == "session_started" && entry["taskId"]!.GetValue<string>() == task);
    }

    private static async Task<(double Both, double Host)> RestingAsync(HomeportServer server)
    {
        await Task.Delay(TimeSpan.FromSeconds(Settle), TimeProvider.System);

        // More .NET processes would make the share of common pages smaller.
        return (await server.MemoryAsync("Private_Dirty"), await server.HostMemoryAsync("Private_Dirty"));
    }
}
