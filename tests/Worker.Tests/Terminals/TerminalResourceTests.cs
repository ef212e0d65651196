using System.Diagnostics;

namespace Homeport.Worker.Tests.Terminals;

/// <summary>What terminals cost the worker.</summary>
[Collection(nameof(Alone))]
public sealed class TerminalResourceTests : IAsyncDisposable
{
    private readonly TerminalDesk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_flood_without_viewers_is_taken_at_once_and_costs_no_memory()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.LeaveAsync();
        const int Lines = 1_400_000;
        await File.WriteAllTextAsync(
            Path.Combine(_desk.Folder, "big"), string.Concat(Enumerable.Repeat(new string('x', 70) + "\n", Lines)), TerminalDesk.Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);

        await watcher.TypeAsync("cat big; touch done\n");

        await watcher.WaitAsync(() => File.Exists(Path.Combine(_desk.Folder, "done")), () => "not done");
        TestContext.Current.SendDiagnosticMessage($"{Lines * 72 / 1e6 / clock.Elapsed.TotalSeconds:0} MB/s of text from a program into the screen, {Lines * 72 / 1e6 / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0} MB for a second of our CPU");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 40 * 1024 * 1024);
        Assert.True(clock.Elapsed < Watcher.Patience);
    }

    [Fact]
    public async Task An_idle_terminal_costs_little()
    {
        await _desk.SitDownAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        const int Count = 20;
        for (var i = 0; i < Count; i++)
        {
            await _desk.SitDownAsync();
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        TestContext.Current.SendDiagnosticMessage($"{each / 1024} KiB for an idle terminal with a viewer");
        Assert.InRange(each, 0, 512 * 1024);
    }
}
