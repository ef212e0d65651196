using System.Diagnostics;
using System.Globalization;
using System.Text;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;
using Homeport.Platform.Processes;
using Homeport.Rpc.Lines;

namespace Homeport.Bench.Measures;

/// <summary>
/// A real agent process that talks as fast as it can: each line parsed, streamed live, and stored in pieces. The limit is the
/// same agent when its lines are only read.
/// </summary>
internal static class AgentPipeline
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        var count = settings.IsQuick ? 10_000 : 50_000;
        var prompt = string.Create(CultureInfo.InvariantCulture, $"flood {count}");
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, 10);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\"");
        List<double> alone = [], ours = [], memory = [], processor = [];
        for (var round = 0; round <= settings.Repetitions / 2; round++)
        {
            alone.Add(count / await AloneAsync(settings, folder, prompt));
            var task = await server.AddTaskAsync(project, prompt);
            var before = server.ProcessorSeconds();
            await server.PostAsync($"/api/tasks/{task}/start", []);
            var start = await watch.WhenTaskAsync(task, "running");
            var end = await watch.WhenTaskAsync(task, "in_review", "approved", "done", "failed");
            ours.Add(count / Stopwatch.GetElapsedTime(start, end).TotalSeconds);
            processor.Add((server.ProcessorSeconds() - before) / count * 1e6);
            memory.Add(await server.MemoryAsync("Rss"));
        }

        report.Add(Figure.Against("the agent, only read", "agent's lines, start-up of the agent included", "lines/s", ours, alone));
        report.Add(Figure.Alone("processor time for each line", "µs", processor));
        report.Add(Figure.Alone("memory of host and worker after each flood", "MiB", memory));
    }

    /// <returns>Seconds from its start to the end of its turn.</returns>
    private static async Task<double> AloneAsync(Settings settings, BenchFolder folder, string prompt)
    {
        var start = Stopwatch.GetTimestamp();
        await using var agent = ChildProcess.Start(
            new ProcessStart { FileName = settings.Program, Arguments = ["demo-agent"], WorkingDirectory = folder.Home, Environment = folder.Environment() },
            TimeProvider.System);
        var lines = new LineReader(agent.Output);
        await SayAsync(agent, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":1,"clientCapabilities":{}}}""");
        await UntilAsync(lines, "\"id\":1");
        await SayAsync(agent, $$$"""{"jsonrpc":"2.0","id":2,"method":"session/new","params":{"cwd":"{{{folder.Home}}}","mcpServers":[]}}""");
        var opened = await UntilAsync(lines, "\"id\":2");
        var session = opened.Split("\"sessionId\":\"", 2)[1].Split('"')[0];
        await SayAsync(agent, $$$"""{"jsonrpc":"2.0","id":3,"method":"session/prompt","params":{"sessionId":"{{{session}}}","prompt":[{"type":"text","text":"{{{prompt}}}"}]}}""");
        await UntilAsync(lines, "\"id\":3");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task SayAsync(ChildProcess agent, string line)
    {
        await agent.Input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await agent.Input.FlushAsync();
    }

    private static async Task<string> UntilAsync(LineReader lines, string part)
    {
        var wanted = Encoding.UTF8.GetBytes(part);
        while (await lines.ReadAsync(CancellationToken.None) is { } line)
        {
            if (line.Bytes.Span.IndexOf(wanted) >= 0)
            {
                return Encoding.UTF8.GetString(line.Bytes.Span);
            }
        }

        throw new IOException("The agent ended before its answer.");
    }
}
