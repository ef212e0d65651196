using System.Globalization;
using Homeport.Host;

namespace Homeport.Bench.Feed;

/// <summary>
/// The host in a process of its own, with a worker that writes as many events as it is told instead of running an agent. Both
/// planes share the process and the in-process pipe, as in the program.
/// </summary>
internal static class FeedingHost
{
    /// <summary>Obeys <c>COUNT PER_SECOND</c> lines on standard input (0 = as fast as it goes) and answers each with the seconds it took.</summary>
    public static async Task RunAsync(string root)
    {
        await using var host = await HostApplication.StartAsync(
            new HostOptions { Root = root, Port = 0, Version = "0.1.0" }, Console.Out, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        await using var worker = await FeedingWorker.ConnectAsync(host, Path.Combine(root, "worker", "feed", "journals"));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var took = await worker.FeedAsync(int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture));
            await Console.Out.WriteLineAsync(took.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
