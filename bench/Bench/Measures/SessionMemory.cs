using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>
/// What host and worker need for each session whose agent waits for the next prompt; the agents' own memory is theirs.
/// </summary>
internal static class SessionMemory
{
    private const int Settle = 3;

    public static async Task RunAsync(Settings settings, Report report)
    {
        var count = settings.IsQuick ? 5 : 20;
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\"");
        await RunOneAsync(server, watch, project); // what the first one loads is loaded

        var before = await RestingAsync(server);
        for (var number = 0; number < count; number++)
        {
            await RunOneAsync(server, watch, project);
        }

        var withSessions = await RestingAsync(server);
        report.Add(Figure.Alone("host and worker, each idle session (private)", "KiB", [(withSessions - before) * 1024 / count]));
    }

    private static async Task RunOneAsync(HomeportServer server, EventWatch watch, string project)
    {
        var task = await server.AddTaskAsync(project, "usage");
        await server.PostAsync($"/api/tasks/{task}/start", []);
        await watch.WhenTaskAsync(task, "in_review", "done");
    }

    private static async Task<double> RestingAsync(HomeportServer server)
    {
        await Task.Delay(TimeSpan.FromSeconds(Settle), TimeProvider.System);
        return await server.MemoryAsync("Private_Dirty"); // more .NET processes would make the share of common pages smaller
    }
}
