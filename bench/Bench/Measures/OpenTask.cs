using System.Diagnostics;
using System.Globalization;
using Homeport.Bench.Figures;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>The newest page of a task's events, one request at a time, by the age of the task.</summary>
internal static class OpenTask
{
    private const int Requests = 50;

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var template = await AgedData.RunOneTaskAsync(settings, folder);
        await AgedData.AddTasksAsync(folder, template, 3);
        int[] sizes = settings.IsQuick ? [1_000, 100_000] : [100_000, 1_000_000];
        var tasks = new List<string>();
        foreach (var size in sizes)
        {
            tasks.Add(string.Create(CultureInfo.InvariantCulture, $"0190c0de-0000-7000-8000-{tasks.Count + 1:D12}"));
            await AgedData.AddEventsAsync(folder, template, tasks[^1], size);
        }

        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var times = sizes.Select(_ => new List<double>()).ToArray();
        var cold = sizes.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            foreach (var (index, task) in tasks.Index())
            {
                var start = Stopwatch.GetTimestamp();
                for (var request = 0; request < Requests; request++)
                {
                    await server.Http.GetByteArrayAsync(new Uri($"/api/tasks/{task}/events?limit=200", UriKind.Relative));
                }

                (round == 0 ? cold : times)[index].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Requests);
            }
        }

        foreach (var (index, size) in sizes.Index())
        {
            report.Add(Figure.Alone(string.Create(CultureInfo.InvariantCulture, $"open a task with {size:#,0} events"), "ms", times[index], atMost: 10));
        }

        report.Add(Figure.Against("the smaller task", "open the larger task", "ms", times[1], times[0]));
    }
}
