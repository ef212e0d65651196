using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

/// <summary>What children cost this process, and what they leave behind in it.</summary>
[Collection(nameof(Alone))]
public sealed class ResourceTests
{
    private const int RuntimeOwn = 5; // descriptors that the runtime opens now and then

    [Fact]
    public async Task Two_hundred_children_leave_no_descriptor_behind()
    {
        await Start.RunAsync(Start.Program("true"));
        var before = CountDescriptors();

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Start.RunAsync(Start.Program("true"))));
        }

        Assert.InRange(CountDescriptors(), 0, before + RuntimeOwn);
    }

    [Fact]
    public void A_failed_start_leaves_no_descriptor_behind()
    {
        _ = Record.Exception(() => ChildProcess.Start(Start.Program("/nowhere/tool"), TimeProvider.System));
        var before = CountDescriptors();

        for (var i = 0; i < 50; i++)
        {
            _ = Record.Exception(() => ChildProcess.Start(Start.Program("/nowhere/tool"), TimeProvider.System));
        }

        Assert.InRange(CountDescriptors(), 0, before + RuntimeOwn);
    }

    [Fact]
    public async Task Fifty_running_children_cost_no_thread_each()
    {
        await Start.RunAsync(Start.Program("true"));
        var before = Directory.GetDirectories("/proc/self/task").Length;
        var children = Enumerable.Range(0, 50).Select(_ => ChildProcess.Start(Start.Program("cat"), TimeProvider.System)).ToArray();
        var reading = children.Select(child => child.Output.ReadAsync(new byte[1], Start.Cancellation).AsTask()).ToArray();

        var threads = Directory.GetDirectories("/proc/self/task").Length - before;
        await Task.WhenAll(children.Select(child => child.KillAsync(Start.Cancellation)));
        Assert.All(await Task.WhenAll(reading), count => Assert.Equal(0, count));
        Assert.InRange(threads, 0, 10);
        foreach (var child in children)
        {
            await child.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_flood_that_nobody_reads_costs_nothing_and_can_be_stopped()
    {
        await using var child = ChildProcess.Start(Start.Program("yes"), TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await child.StopAsync(TimeSpan.FromSeconds(5), Start.Cancellation);

        Assert.Equal(new ProcessExit(null, 15), await child.Exited);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1024 * 1024);
    }

    private static int CountDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
