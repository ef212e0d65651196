using System.Diagnostics;
using Homeport.Bench.Feed;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>
/// What an agent says → into the session's journal file → sent → parsed → stored durably → written to WebSockets. The limit is
/// the same rows put into the same file by SQLite alone, 500 in a transaction, on one thread.
/// </summary>
internal static class EventPipeline
{
    private const int LatencyPerSecond = 2_000;

    public static async Task RunAsync(Settings settings, Report report)
    {
        await MeasureAsync(settings, report, subscribers: 1, settings.IsQuick ? 10_000 : 100_000);
        await MeasureAsync(settings, report, subscribers: 100, settings.IsQuick ? 2_000 : 20_000);
    }

    private static async Task MeasureAsync(Settings settings, Report report, int subscribers, int count)
    {
        using var folder = new BenchFolder();
        await using var server = await FeedServer.StartAsync(folder);
        using var limit = await SqliteLimit.OpenAsync();
        var watching = new List<Subscriber>();
        for (var index = 0; index < subscribers; index++)
        {
            watching.Add(await Subscriber.ConnectAsync(server, keepsAges: index == 0));
        }

        List<double> stored = [], delivered = [], sqlite = [], processor = [];
        await server.FeedAsync(count / 2, 0);
        var expected = count / 2L;
        await Task.WhenAll(watching.Select(subscriber => subscriber.ReachAsync(expected)));
        for (var round = 0; round < settings.Repetitions; round++)
        {
            sqlite.Add(limit.RowsPerSecond(count));
            expected += count;
            var start = Stopwatch.GetTimestamp();
            var arriving = Task.WhenAll(watching.Select(subscriber => subscriber.ReachAsync(expected)));
            var before = server.ProcessorSeconds();
            stored.Add(count / await server.FeedAsync(count, 0));
            processor.Add((server.ProcessorSeconds() - before) / count * 1e6);
            await arriving;
            delivered.Add((double)count * subscribers / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        await using var ages = watching[0];
        report.Add(Figure.Against("SQLite alone", $"events stored, {subscribers} subscribers", "events/s", stored, sqlite));
        report.Add(subscribers == 1
            ? Figure.Alone("events stored and delivered, 1 subscriber", "events/s", delivered, atLeast: 40_000)
            : Figure.Alone($"deliveries to {subscribers} subscribers", "deliveries/s", delivered, atLeast: 1_000_000));

        if (subscribers == 1)
        {
            report.Add(Figure.Alone("processor time for each event, journal and host", "µs", processor));
        }

        List<double> middle = [], late = [];
        for (var round = 0; round < settings.Repetitions; round++)
        {
            ages.Ages.Clear();
            var burst = (int)(settings.Window.TotalSeconds * LatencyPerSecond);
            expected += burst;
            await server.FeedAsync(burst, LatencyPerSecond);
            await Task.WhenAll(watching.Select(subscriber => subscriber.ReachAsync(expected)));
            var samples = new Samples(ages.Ages);
            middle.Add(samples.Median);
            late.Add(samples.At(0.99));
        }

        report.Add(Figure.Alone($"event to subscriber, 2,000/s, {subscribers} subscribers, p50", "ms", middle));
        report.Add(Figure.Alone($"event to subscriber, 2,000/s, {subscribers} subscribers, p99", "ms", late, atMost: 60));
        foreach (var subscriber in watching)
        {
            await subscriber.DisposeAsync();
        }
    }
}
