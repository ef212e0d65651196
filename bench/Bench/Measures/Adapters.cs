using System.Diagnostics;
using System.Text.Json;
using Homeport.Agents;
using Homeport.Bench.Figures;
using Homeport.Bench.Replay;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Bench.Measures;

/// <summary>
/// What each adapter makes of a recorded turn that is said over and over, out of memory and into a sink that only counts. The
/// limit is <see cref="JsonDocument"/> over the same lines, of which nothing is looked at.
/// </summary>
internal static class Adapters
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        var opencode = AgentRecording.Load("opencode", "1.18.33-write-file-approve");
        await MeasureAsync(settings, report, "Claude Code", AgentKinds.ClaudeCode, AgentRecording.Load("claude-code", "2.1.328-write-file-partial-messages"));
        await MeasureAsync(settings, report, "Codex", AgentKinds.Codex, AgentRecording.Load("codex", "0.169.0-write-file"));
        await MeasureAsync(settings, report, "any program by ACP (lines of opencode)", AgentKinds.Acp, opencode);
        await MeasureAsync(settings, report, "opencode", AgentKinds.Opencode, opencode);
        await MeasureAsync(settings, report, "Gemini", AgentKinds.Gemini, AgentRecording.Load("gemini", "0.61.0-write-file-approve"));
        await MeasureAsync(settings, report, "Copilot", AgentKinds.Copilot, AgentRecording.Load("copilot", "1.0.102-write-file-approve"));
        await MeasureAsync(settings, report, "Amp (lines of its manual)", AgentKinds.Amp, AmpManual.Recording);
    }

    private static async Task MeasureAsync(Settings settings, Report report, string name, string kind, AgentRecording recording)
    {
        var rounds = (settings.IsQuick ? 10_000 : 100_000) / recording.Turn.Length;
        var messages = (double)rounds * recording.Turn.Length;
        List<double> parse = [], understand = [], events = [];
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            parse.Add(messages / Parse(recording.Turn, rounds));
            var (seconds, published) = await UnderstandAsync(kind, recording, rounds);
            understand.Add(messages / seconds);
            events.Add(published / seconds);
        }

        var megabytes = understand[1..].Select(rate => rate * recording.TurnBytes / recording.Turn.Length / 1e6);
        report.Add(Figure.Against("JsonDocument alone", $"{name}: messages understood", "messages/s", understand[1..], parse[1..]));
        report.Add(Figure.Alone($"{name}: messages understood", "MB/s", [.. megabytes]));
        report.Add(Figure.Alone($"{name}: events told", "events/s", events[1..]));
    }

    private static double Parse(byte[][] lines, int rounds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var line in lines)
            {
                using var document = JsonDocument.Parse(line);
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>From the first line of the turn until the conversation said that the turn is over, and what it told meanwhile.</returns>
    private static async Task<(double Seconds, long Events)> UnderstandAsync(string kind, AgentRecording recording, int rounds)
    {
        var (pipe, sink) = (new ReplayPipe(recording, rounds), new CountingSink());
        var spec = new AgentSessionSpec { SessionId = "bench", WorkingDirectory = "/repo", PermissionMode = PermissionMode.Ask, Command = ["agent"] };
        await using var conversation = AgentCatalog.Find(kind)!.Open(spec, pipe, sink, files: null, TimeProvider.System);
        await conversation.StartAsync(CancellationToken.None);
        var before = sink.Count;
        var result = await conversation.RunTurnAsync(new AgentPrompt("Go"), CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(pipe.Began).TotalSeconds;
        return result.Outcome == TurnOutcome.Completed
            ? (seconds, sink.Count - before)
            : throw new InvalidOperationException($"The turn of {kind} ended {result.Outcome}: {result.Failure?.Message}");
    }
}
