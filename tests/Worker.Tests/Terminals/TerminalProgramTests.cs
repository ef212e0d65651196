namespace Homeport.Worker.Tests.Terminals;

/// <summary>Programs that draw: somebody who comes in the middle sees what the others see.</summary>
public sealed class TerminalProgramTests : IAsyncDisposable
{
    private readonly TerminalDesk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_editor_is_seen_in_the_middle_of_an_edit_and_writes_what_was_typed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/vim"), "There is no vim here.");
        var file = Path.Combine(_desk.Folder, "letter.txt");
        await File.WriteAllTextAsync(file, "Dear reader,\n", TerminalDesk.Cancellation);
        var watcher = await _desk.SitDownAsync();
        await watcher.TypeAsync("vim -u NONE -i NONE -n letter.txt\n");
        await watcher.SeesAsync("\e[23;1H~");
        await watcher.TypeAsync("oyours");
        await watcher.SeesAsync("yours");

        var late = await _desk.WatchAsync(watcher.TerminalId);
        await late.SeesAsync("Dear reader,");
        await late.SeesAsync("yours");
        Assert.Contains("\e[?47h", late.Shown, StringComparison.Ordinal); // the alternate screen
        await late.TypeAsync("\e:wq\n");

        await watcher.SeesAsync("\e[?1049l");
        await watcher.SeesAsync("ready> ");
        Assert.Equal("Dear reader,\nyours\n", await File.ReadAllTextAsync(file, TerminalDesk.Cancellation));
    }

    [Fact]
    public async Task A_pager_and_a_monitor_draw_and_give_the_screen_back()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/less") && File.Exists("/usr/bin/top"), "There is no less or no top here.");
        await File.WriteAllLinesAsync(
            Path.Combine(_desk.Folder, "long.txt"), Enumerable.Range(1, 500).Select(number => $"line {number}."), TerminalDesk.Cancellation);
        var watcher = await _desk.SitDownAsync(columns: 100, rows: 20);
        await watcher.TypeAsync("less long.txt\n");
        await watcher.SeesAsync("line 19.");
        await watcher.TypeAsync("G");
        await watcher.SeesAsync("line 500.");
        var late = await _desk.WatchAsync(watcher.TerminalId);
        await late.SeesAsync("line 490.");
        Assert.DoesNotContain("line 19.", late.Shown, StringComparison.Ordinal);
        await watcher.TypeAsync("q");

        await watcher.TypeAsync("top -d 0.3\n");
        await late.SeesAsync("load average");
        await late.TypeAsync("q");
        await late.SeesAsync("\e[Kready> ");

        await late.TypeAsync("echo and back\n");
        await late.SeesAsync("ready> and back");
    }

    [Fact]
    public async Task A_question_of_a_program_is_answered_once_whoever_looks()
    {
        var first = await _desk.SitDownAsync();
        var second = await _desk.WatchAsync(first.TerminalId);
        await second.SeesAsync("ready> ");

        await first.TypeAsync("printf '\\e[5n'; IFS= read -rsn4 -t 10 answer; printf 'answer=%q\\n' \"$answer\"; read -rsn1 -t 0.3 more; echo \"more=[$more]\"\n");

        await second.SeesAsync("answer=$'\\E[0n'");
        await first.SeesAsync("more=[]");
    }

    [Fact]
    public async Task A_title_is_told_once_it_has_settled()
    {
        var watcher = await _desk.SitDownAsync();

        await watcher.TypeAsync("for i in $(seq 1 3000); do printf '\\e]0;title %s\\a' $i; done\n");

        await watcher.HearsAsync(news => news.Terminal.Title == "title 3000");
        await watcher.WaitAsync(() => _desk.Reports.Any(report => report.Title == "title 3000"), () => "the host was not told");
        Assert.InRange(_desk.Reports.Count, 1, 100);
    }
}
