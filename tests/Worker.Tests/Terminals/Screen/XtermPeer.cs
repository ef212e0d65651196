using System.Text.Json;
using Homeport.Testing.Files;
using Homeport.Testing.Programs;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>The real xterm.js, played to in node: many cases in one process, for starting it costs more than a case.</summary>
internal static class XtermPeer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task<IReadOnlyList<PeerResult>> CompareAsync(IReadOnlyList<PeerCase> cases, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var file = folder.At("cases.jsonl");
        await using (var writer = new StreamWriter(file))
        {
            foreach (var each in cases)
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(each, PeerJson.Default.PeerCase));
            }
        }

        var script = SourceTree.At("tests", "Worker.Tests", "Terminals", "Screen", "xterm-peer.mjs");
        var run = await ProgramRun.RunAsync("node", [script, SourceTree.At("web"), file], folder.Path, null, Limit, cancellationToken);
        var results = run.MustSucceed("xterm.js in node (npm ci --prefix web installs it)").Output
            .Split('\n').Select(line => JsonSerializer.Deserialize(line, PeerJson.Default.PeerResult)!).ToArray();
        Assert.Equal(cases.Count, results.Length);
        Assert.All(results, result => Assert.True(result.Broken is not null || result.Lines > 8, "The peer has described nothing."));
        return results;
    }
}
