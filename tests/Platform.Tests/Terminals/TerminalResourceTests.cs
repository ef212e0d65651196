using System.Diagnostics;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Terminals;

/// <summary>What terminals cost this process.</summary>
[Collection(nameof(Alone))]
public sealed class TerminalResourceTests
{
    [Fact]
    public async Task A_hundred_terminals_at_once_cost_no_thread_each_and_leave_nothing_behind()
    {
        await (await Typist.AtShellAsync()).DisposeAsync();
        var (threads, descriptors) = (Count("task"), Count("fd"));
        var typists = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Typist.AtShellAsync()));

        var answers = await Task.WhenAll(typists.Select((typist, i) => typist.RunAsync($"echo answer {i}")));
        var more = Count("task") - threads;

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"answer {i}"), answers);
        Assert.InRange(more, 0, 12);
        await Task.WhenAll(typists.Select(typist => typist.DisposeAsync().AsTask()));
        Assert.DoesNotContain(typists.Select(typist => typist.Terminal.Id), Start.IsLive);
        Assert.InRange(Count("fd"), 0, descriptors + 5);
    }

    [Fact]
    public async Task A_flood_that_is_read_slowly_waits_in_the_kernel()
    {
        await using var typist = await Typist.AtShellAsync();
        await typist.TypeAsync("yes\n");
        await typist.ReadToAsync("y\r\ny\r\n");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var buffer = new byte[1000];

        for (var i = 0; i < 100; i++)
        {
            Assert.True(await typist.Terminal.ReadAsync(buffer, Start.Cancellation) > 0);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1024 * 1024);
        Assert.True(WrittenBy(typist.Terminal.Id) < 2 * 1024 * 1024, "yes was not held back");
        await typist.TypeAsync("\x03");
        await typist.ReadToAsync("ready> ");
    }

    [Fact]
    public async Task Output_is_taken_fast()
    {
        await using var typist = await Typist.AtShellAsync();
        await typist.RunAsync("stty -opost");
        await typist.TypeAsync("head -c 200000000 /dev/zero; exit\n");
        var buffer = new byte[256 * 1024];
        long taken = 0;
        var clock = Stopwatch.StartNew();

        while (await typist.Terminal.ReadAsync(buffer, Start.Cancellation) is var count and > 0)
        {
            taken += count;
        }

        TestContext.Current.SendDiagnosticMessage($"{taken / clock.Elapsed.TotalSeconds / 1e6:0} MB/s from a terminal");
        Assert.True(taken >= 200_000_000);
        Assert.True(clock.Elapsed < Start.Patience, $"{clock.Elapsed}");
    }

    private static int Count(string what) => Directory.GetFileSystemEntries($"/proc/self/{what}").Length;

    /// <summary>By the program in front, the shell's only child.</summary>
    private static long WrittenBy(int shell)
    {
        var child = File.ReadAllText($"/proc/{shell}/task/{shell}/children").Trim();
        var line = File.ReadLines($"/proc/{child}/io").First(line => line.StartsWith("wchar: ", StringComparison.Ordinal));
        return long.Parse(line["wchar: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
