using System.Diagnostics;
using Homeport.Protocol.Link;
using Homeport.Worker.Terminals;

namespace Homeport.Worker.Tests.Terminals;

/// <summary>Floods, and viewers that do not keep up.</summary>
public sealed class TerminalFlowTests : IAsyncDisposable
{
    private readonly TerminalDesk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Control_C_ends_a_flood_at_once()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("yes\n");
        await watcher.WaitAsync(() => watcher.Received > 4 * 1024 * 1024, () => "no flood");
        var clock = Stopwatch.StartNew();

        await watcher.TypeAsync("\x03\n"); // Enter, for with the signal the kernel drops what is on its way, the prompt too when the shell was quick

        await watcher.SeesAsync("\r\nready> ");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_viewer_that_shows_nothing_is_paused_and_slows_neither_the_program_nor_the_others()
    {
        var quick = await _desk.SitDownAsync();
        var slow = await _desk.WatchAsync(quick.TerminalId, acknowledges: false);
        await slow.SeesAsync("ready> ");

        await quick.TypeAsync("head -c 20000000 /dev/zero | tr '\\0' 'x' | fold -w 70; echo; echo the end\n");
        await quick.SeesAsync("the end");

        var sent = slow.Received;
        Assert.InRange(sent, ViewerQueue.MostUnderWay - ViewerQueue.LargestPiece, ViewerQueue.MostUnderWay + ViewerQueue.LargestPiece);
        Assert.DoesNotContain("the end", slow.Shown, StringComparison.Ordinal);

        await slow.AcknowledgeAsync(sent - ViewerQueue.ResumeBelow - 1); // not yet
        await quick.TypeAsync("echo another\n");
        await quick.SeesAsync("another");
        Assert.Equal((1, sent), (slow.Snapshots, slow.Received));

        await slow.AcknowledgeAsync(1); // now
        await slow.SeesAsync("another");
        Assert.Equal(2, slow.Snapshots);
        Assert.Contains("the end", slow.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_big_paste_is_typed_whole()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("wc -c\n");

        await watcher.TypeAsync(string.Concat(Enumerable.Repeat(new string('p', 99) + "\n", 10_486)) + "\x04");

        await watcher.SeesAsync("1048600");
    }

    [Fact]
    public async Task What_nobody_reads_is_not_taken_without_end()
    {
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("stty raw; echo raw; sleep 1000\n");
        await watcher.SeesAsync("raw");
        var paste = new byte[1024 * 1024];
        var accepted = 0;

        for (var i = 0; i < 5; i++)
        {
            var answer = await _desk.CallAsync<WriteTerminalRequest, WriteTerminalResponse>(
                WorkerMethods.WriteTerminal,
                new() { TerminalId = watcher.TerminalId, ViewerId = watcher.Id, Data = paste });
            accepted += answer.Accepted;
        }

        Assert.InRange(accepted, TerminalInput.Room, TerminalInput.Room + (256 * 1024));
        await _desk.EndAsync(watcher.TerminalId);
    }
}
