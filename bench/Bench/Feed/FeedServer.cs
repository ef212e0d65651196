using System.Globalization;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Feed;

/// <summary><see cref="FeedingHost"/> as a child of this process, with one task that runs.</summary>
internal sealed class FeedServer : HomeportServer
{
    private FeedServer(BenchFolder folder)
        : base(Environment.ProcessPath!, ["feed", folder.Root], folder)
    {
    }

    public static async Task<FeedServer> StartAsync(BenchFolder folder)
    {
        var server = new FeedServer(folder);
        await server.ReadyAsync(folder);
        await server.WaitForWorkerAsync();
        var project = await server.AddRepositoryAsync(folder.Home);
        var task = await server.AddTaskAsync(project, "Talk");
        await server.PostAsync($"/api/tasks/{task}/start", []);
        return server;
    }

    /// <returns>Seconds until all of them were stored.</returns>
    public async Task<double> FeedAsync(int count, int perSecond)
    {
        await Input.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} {perSecond}"));
        await Input.FlushAsync();
        return double.Parse(await LineAsync(), CultureInfo.InvariantCulture);
    }

    public override async ValueTask DisposeAsync()
    {
        Input.Close();
        await base.DisposeAsync();
    }
}
