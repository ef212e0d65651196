using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>
/// From the request to start a task to the first instruction of its agent's process, told by a script that writes down the time
/// before it becomes the demo agent; and from the request to stop until no process is left.
/// </summary>
internal static class Dispatch
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        var (script, stamp) = await WriteScriptAsync(settings, folder);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\",\"sessions\"");

        List<double> worktree = [], executing = [], beside = [], spawn = [], polite = [], hanging = [];
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            spawn.Add(await SpawnAsync(script, stamp, folder));
            var (made, began) = await StartAsync(server, watch, project, script, stamp, round);
            worktree.Add(made);
            executing.Add(began);
            beside.Add(began - made);
            polite.Add(await StopAsync(server, watch, project, "long-stream 3000"));
            hanging.Add(await StopAsync(server, watch, project, "hang hard"));
        }

        foreach (var list in new[] { worktree, executing, beside, spawn, polite, hanging })
        {
            list.RemoveAt(0); // warms up
        }

        report.Add(Figure.Alone("start pressed → worktree told", "ms", worktree));
        report.Add(Figure.Against("the script alone", "start pressed → agent executing", "ms", executing, spawn));
        report.Add(Figure.Alone("start pressed → agent executing, beside the worktree", "ms", beside, atMost: 30));
        report.Add(Figure.Alone("stop → no process left, polite agent", "ms", polite, atMost: 300));
        report.Add(Figure.Alone("stop → no process left, agent that ignores everything", "ms", hanging, atMost: 3_000));
    }

    /// <summary>A command of a person's own that speaks ACP: the demo agent behind two lines of shell.</summary>
    private static async Task<(string Script, string Stamp)> WriteScriptAsync(Settings settings, BenchFolder folder)
    {
        var (script, stamp) = (Path.Combine(folder.Home, "agent.sh"), Path.Combine(folder.Home, "stamp"));
        await File.WriteAllTextAsync(script, $"#!/bin/bash\nprintf %s \"$EPOCHREALTIME\" > '{stamp}'\n[ \"$1\" = stop ] || exec '{settings.Program}' demo-agent\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return (script, stamp);
    }

    private static async Task<double> SpawnAsync(string script, string stamp, BenchFolder folder)
    {
        File.Delete(stamp);
        var (at, start) = (Now(), new Platform.Processes.ProcessStart
        {
            FileName = script,
            Arguments = ["stop"],
            WorkingDirectory = folder.Home,
            Environment = folder.Environment(),
        });
        await Platform.Processes.Command.RunAsync(
            start, default, Platform.Processes.CommandLimits.Default, TimeProvider.System, CancellationToken.None);
        return await ReadAsync(stamp) - at;
    }

    /// <returns>Milliseconds until the worktree was told, and until the agent's process ran.</returns>
    private static async Task<(double Worktree, double Executing)> StartAsync(
        HomeportServer server, EventWatch watch, string project, string script, string stamp, int round)
    {
        File.Delete(stamp);
        var task = await server.AddTaskAsync(project, string.Create(CultureInfo.InvariantCulture, $"usage {round}"), new JsonArray((JsonNode)script));
        var (at, start) = (Now(), Stopwatch.GetTimestamp());
        await server.PostAsync($"/api/tasks/{task}/start", []);
        var made = await watch.WhenAsync(entry => EventWatch.TaskOf(entry, task)?["worktreePath"] is not null);
        await watch.WhenTaskAsync(task, "in_review", "approved", "done", "failed");
        return (Stopwatch.GetElapsedTime(start, made).TotalMilliseconds, await ReadAsync(stamp) - at);
    }

    private static async Task<double> StopAsync(HomeportServer server, EventWatch watch, string project, string prompt)
    {
        var task = await server.AddTaskAsync(project, prompt);
        await server.PostAsync($"/api/tasks/{task}/start", []);
        await watch.WhenAsync(entry => entry["kind"]!.GetValue<string>() == "session_started" && entry["taskId"]!.GetValue<string>() == task);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var start = Stopwatch.GetTimestamp();
        await server.PostAsync($"/api/tasks/{task}/stop", []);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private static async Task<double> ReadAsync(string stamp) =>
        double.Parse(await File.ReadAllTextAsync(stamp), CultureInfo.InvariantCulture) * 1_000;
}
