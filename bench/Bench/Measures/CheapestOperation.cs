using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>The smallest questions, over 64 connections, each side in its turn.</summary>
internal static class CheapestOperation
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        await using var peer = await Server.StartBareAsync(settings);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var bare = HttpLoad.Get(peer.Port, "/api/health");
        (string Name, byte[] Request, double? AtLeast)[] ours =
        [
            ("GET /api/health", HttpLoad.Get(server.Port, "/api/health"), 0.75),
            ("getCaller over REST, authenticated", HttpLoad.Get(server.Port, "/api/auth/caller", server.Token), 0.75),
            ("getCaller over JSON-RPC, authenticated", HttpLoad.Rpc(server.Port, "getCaller", server.Token), 0.6),
            ("listWorkspaces over REST, from the store", HttpLoad.Get(server.Port, "/api/workspaces", server.Token), null),
        ];

        await HttpLoad.RunAsync(peer, bare, settings.Window);
        foreach (var (name, request, atLeast) in ours)
        {
            await HttpLoad.RunAsync(server, request, settings.Window);
            List<Load.Load> theirs = [], mine = [];
            for (var round = 0; round < settings.Repetitions; round++)
            {
                theirs.Add(await HttpLoad.RunAsync(peer, bare, settings.Window));
                mine.Add(await HttpLoad.RunAsync(server, request, settings.Window));
            }

            report.Add(Figure.Against(
                "bare Kestrel", name, "requests/s", [.. mine.Select(load => load.PerSecond)], [.. theirs.Select(load => load.PerSecond)], atLeast: atLeast));
            report.Add(Figure.Against(
                "bare Kestrel", $"{name}, processor time", "µs", [.. mine.Select(load => load.Processor)], [.. theirs.Select(load => load.Processor)]));
        }
    }
}
