using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;

namespace Homeport.Bench.Measures;

/// <summary>A large file shown in a terminal with a viewer at its socket, a key and its echo, and what an idle terminal holds.</summary>
internal static class Terminals
{
    private const int Keys = 100;
    private const int Idle = 20;

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        var lines = settings.IsQuick ? 300_000 : 1_400_000;
        var file = Path.Combine(folder.Home, "large.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(new string('x', 70) + "\n", lines)));
        var megabytes = lines * 72 / 1e6; // a terminal adds a carriage return to each
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);

        List<double> shown = [], read = [], echoes = [];
        var terminal = await OpenAsync(server, project);
        await using (var watcher = await TerminalWatcher.OpenAsync(server, terminal))
        {
            await watcher.TypeAsync("stty -echo; echo ready $((1 + 1))\n");
            await watcher.SeeAsync("ready 2");
            for (var round = 0; round < settings.Repetitions; round++)
            {
                var start = Stopwatch.GetTimestamp();
                await watcher.TypeAsync($"cat {file}; echo end {round} $((1 + 1))\n");
                await watcher.SeeAsync(string.Create(CultureInfo.InvariantCulture, $"end {round} 2"));
                shown.Add(megabytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
                read.Add(megabytes / (await OnlyReadAsync(folder, file)).TotalSeconds);
            }

            await watcher.TypeAsync("stty echo; echo listening $((1 + 1)); exec cat\n");
            await watcher.SeeAsync("listening 2");
            for (var key = 0; key < Keys; key++)
            {
                var start = Stopwatch.GetTimestamp();
                var text = string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + (key % 26))}");
                await watcher.TypeAsync(text);
                await watcher.SeeAsync(text);
                echoes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        report.Add(Figure.Against("the same terminal, only read", "a large file shown in a terminal with a viewer", "MB/s", shown, read));
        report.Add(Figure.Alone("a large file shown in a terminal with a viewer, against its bar", "MB/s", shown, atLeast: 50));
        report.Add(Figure.Alone("a key typed until its echo is at the client", "ms", echoes));
        report.Add(Figure.Alone("memory of the worker for each idle terminal", "KiB", [await IdleAsync(server, project)]));
        foreach (var open in (await server.GetAsync("/api/terminals"))["items"]!.AsArray())
        {
            await server.DeleteAsync($"/api/terminals/{open!["id"]!.GetValue<string>()}");
        }
    }

    private static async Task<string> OpenAsync(HomeportServer server, string project) =>
        (await server.PostAsync("/api/terminals", new JsonObject { ["repositoryGroupId"] = project }))["terminal"]!["id"]!.GetValue<string>();

    /// <summary>How long the same program takes on a terminal whose output is thrown away.</summary>
    private static async Task<TimeSpan> OnlyReadAsync(BenchFolder folder, string file)
    {
        var start = Stopwatch.GetTimestamp();
        await using var terminal = PseudoTerminal.Start(
            new ProcessStart { FileName = "cat", Arguments = [file], WorkingDirectory = folder.Home, Environment = folder.Environment() },
            TerminalSize.Usual, TimeProvider.System);
        var buffer = new byte[32 * 1024];
        while (await terminal.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<double> IdleAsync(HomeportServer server, string project)
    {
        var worker = (await server.GetAsync("/api/workers"))["items"]![0]!["processId"]!.GetValue<int>();
        var before = await Server.MemoryOfAsync(worker, "Rss");
        for (var opened = 0; opened < Idle; opened++)
        {
            await OpenAsync(server, project);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System); // until the shells have drawn their prompts
        return (await Server.MemoryOfAsync(worker, "Rss") - before) * 1024 / Idle;
    }
}
