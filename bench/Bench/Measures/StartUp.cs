using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Homeport.Bench.Figures;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>From the start of the process until it has said that it is ready and all its listeners take connections.</summary>
internal static class StartUp
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        List<double> bare = [], fresh = [], again = [];
        using var kept = new BenchFolder();
        await TimeAsync(settings, kept); // makes the database; what is measured below opens it
        for (var round = 0; round < settings.Repetitions; round++)
        {
            await using (var server = await Server.StartBareAsync(settings))
            {
                await ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
                bare.Add(Stopwatch.GetElapsedTime(server.StartedAt).TotalMilliseconds);
            }

            again.Add(await TimeAsync(settings, kept));
            using var folder = new BenchFolder();
            fresh.Add(await TimeAsync(settings, folder));
        }

        report.Add(Figure.Against("bare Kestrel", "start to ready", "ms", again, bare, atMost: 1.4));
        report.Add(Figure.Against("bare Kestrel", "first start, empty folder", "ms", fresh, bare));
    }

    private static async Task<double> TimeAsync(Settings settings, BenchFolder folder)
    {
        await using var server = await HomeportServer.StartAsync(settings, folder);
        await ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        await ConnectAsync(new UnixDomainSocketEndPoint(server.SocketPath));
        return Stopwatch.GetElapsedTime(server.StartedAt).TotalMilliseconds;
    }

    private static async Task ConnectAsync(EndPoint end)
    {
        using var socket = new Socket(end.AddressFamily, SocketType.Stream, end.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(end);
    }
}
