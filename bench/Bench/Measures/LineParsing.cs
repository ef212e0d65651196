using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents;
using Homeport.Bench.Figures;
using Homeport.Protocol.Tasks;
using Homeport.Rpc.Lines;
using Homeport.Testing.Files;

namespace Homeport.Bench.Measures;

/// <summary>Recorded lines of Claude Code out of memory: cut into lines, and understood by the adapter.</summary>
internal static class LineParsing
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        var recorded = Recorded();
        var text = Join(recorded, settings.IsQuick ? 16 << 20 : 128 << 20);
        List<double> scan = [], lines = [], allocated = [];
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            scan.Add(Scan(text));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (rate, count) = await CutAsync(text);
            lines.Add(rate);
            allocated.Add((GC.GetAllocatedBytesForCurrentThread() - before) / (double)count);
        }

        report.Add(Figure.Against("a search for newlines", "cutting lines, share of the search", "MB/s", lines[1..], scan[1..]));
        report.Add(Figure.Alone("cutting lines", "MB/s", lines[1..], atLeast: 300));
        report.Add(Figure.Alone("cutting lines, allocated for each line", "bytes", allocated[1..], atMost: 1));

        await AdaptAsync(settings, report, "short lines as recorded", recorded, atLeast: null);
        await AdaptAsync(settings, report, "tool results of 8 kB", [.. recorded.Where(line => line.Contains("\"tool_result\"", StringComparison.Ordinal)).Select(Widen)], atLeast: 300);
    }

    /// <summary>What the agent said inside of turns. Its result lines end a turn and are left out.</summary>
    private static List<string> Recorded()
    {
        var file = SourceTree.At("tests", "Agents.Tests", "Transcripts", "claude-code", "2.1.328-write-file-partial-messages.ndjson");
        return [.. File.ReadLines(file).Select(line => JsonNode.Parse(line)!["out"]).OfType<JsonObject>()
            .Where(said => said["type"]!.GetValue<string>() is "assistant" or "user" or "stream_event").Select(said => said.ToJsonString())];
    }

    private static string Widen(string line)
    {
        var json = JsonNode.Parse(line)!;
        json["message"]!["content"]![0]!["content"] = string.Concat(Enumerable.Repeat("one line of what a tool printed\n", 256));
        return json.ToJsonString();
    }

    private static byte[] Join(IReadOnlyList<string> lines, int bytes)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        var text = new byte[bytes / block.Length * block.Length];
        for (var at = 0; at < text.Length; at += block.Length)
        {
            block.CopyTo(text, at);
        }

        return text;
    }

    private static double Scan(byte[] text)
    {
        var start = Stopwatch.GetTimestamp();
        var rest = text.AsSpan();
        while (rest.IndexOf((byte)'\n') is >= 0 and var at)
        {
            rest = rest[(at + 1)..];
        }

        return text.Length / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double Rate, int Count)> CutAsync(byte[] text)
    {
        var start = Stopwatch.GetTimestamp();
        var reader = new LineReader(new MemoryStream(text));
        var count = 0;
        while (await reader.ReadAsync(CancellationToken.None) is not null)
        {
            count++;
        }

        return (text.Length / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds, count);
    }

    private static async Task AdaptAsync(Settings settings, Report report, string what, IReadOnlyList<string> lines, double? atLeast)
    {
        List<double> parse = [], adapt = [], allocated = [];
        var bytes = lines.Select(line => Encoding.UTF8.GetBytes(line)).ToArray();
        var repeats = (settings.IsQuick ? 4 << 20 : 32 << 20) / bytes.Sum(line => line.Length);
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            parse.Add(Parse(bytes, repeats));
            var before = GC.GetTotalAllocatedBytes(precise: true);
            adapt.Add(await UnderstandAsync(bytes, repeats));
            allocated.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(repeats * bytes.Length));
        }

        report.Add(Figure.Against("JsonDocument alone", $"Claude Code adapter, {what}, share of parsing", "MB/s", adapt[1..], parse[1..]));
        report.Add(Figure.Alone($"Claude Code adapter, {what}", "MB/s", adapt[1..], atLeast: atLeast));
        report.Add(Figure.Alone($"Claude Code adapter, {what}, allocated for each line", "bytes", allocated[1..]));
    }

    private static double Parse(byte[][] lines, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < repeats; round++)
        {
            foreach (var line in lines)
            {
                using var document = JsonDocument.Parse(line);
            }
        }

        return (double)repeats * lines.Sum(line => line.Length) / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> UnderstandAsync(byte[][] lines, int repeats)
    {
        var pipe = new RepeatingPipe(lines, repeats);
        var spec = new AgentSessionSpec { SessionId = "bench", WorkingDirectory = "/repo", PermissionMode = PermissionMode.AcceptEdits };
        await using var conversation = AgentCatalog.Find("claude_code")!.Open(spec, pipe, new CountingSink(), files: null, TimeProvider.System);
        await conversation.StartAsync(CancellationToken.None);
        await conversation.RunTurnAsync(new AgentPrompt("Go"), CancellationToken.None);
        return (double)repeats * lines.Sum(line => line.Length) / 1e6 / pipe.Took.TotalSeconds;
    }
}
