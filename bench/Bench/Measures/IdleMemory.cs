using Homeport.Bench.Figures;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>What both programs hold ten seconds after their start, when nobody has asked anything.</summary>
internal static class IdleMemory
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        List<double> bare = [], ours = [], barePss = [], oursPss = [], host = [], hostPss = [];
        for (var round = 0; round < (settings.IsQuick ? 1 : 3); round++)
        {
            await using var peer = await Server.StartBareAsync(settings);
            using var folder = new BenchFolder();
            await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
            await Task.Delay(TimeSpan.FromSeconds(settings.IsQuick ? 2 : 10), TimeProvider.System);
            bare.Add(await peer.MemoryAsync("Rss"));
            ours.Add(await server.MemoryAsync("Rss"));
            barePss.Add(await peer.MemoryAsync("Pss"));
            oursPss.Add(await server.MemoryAsync("Pss"));
            host.Add(await server.HostMemoryAsync("Rss"));
            hostPss.Add(await server.HostMemoryAsync("Pss"));
        }

        report.Add(Figure.Against("bare Kestrel", "idle memory (resident), host and worker", "MiB", ours, bare));
        report.Add(Figure.Against("bare Kestrel", "idle memory (proportional), host and worker", "MiB", oursPss, barePss, atMost: 1.9));
        report.Add(Figure.Against("bare Kestrel", "idle memory (resident), the host of them", "MiB", host, bare));
        report.Add(Figure.Against("bare Kestrel", "idle memory (proportional), the host of them", "MiB", hostPss, barePss));
    }
}
