using System.Globalization;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Programs;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>Terminals outlive windows and hosts; what ends them says so.</summary>
public sealed partial class TerminalEnduranceTests(Chromium chromium)
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_killed_host_leaves_the_shell_alone_and_its_screen_comes_back()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process a killed host takes its terminals along.");
        await using var desk = await TerminalDesk.OpenAsync(chromium, Cancelled);
        await using var terminal = await TerminalWindow.OpenAsync(desk);
        await terminal.Page.EvaluateAsync("window.sameLoad = true");
        await terminal.RunAsync("harbour=calm; echo $((6 * 7)) boats");
        await terminal.ExpectAsync("^42 boats$");

        await desk.KillAsync();
        await Assertions.Expect(terminal.Page.GetByText("What runs in the terminal goes on.")).ToBeVisibleAsync();
        await terminal.Window.CheckAsync("terminal without a host");
        await desk.StartAgainAsync();

        await Assertions.Expect(terminal.Page.GetByText("What runs in the terminal goes on.")).ToHaveCountAsync(0);
        await terminal.ExpectAsync("^42 boats$");
        await terminal.RunAsync("echo still $harbour");
        await terminal.ExpectAsync("^still calm$");
        Assert.True(await terminal.Page.EvaluateAsync<bool>("window.sameLoad === true"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_terminal_whose_worker_was_killed_is_lost_says_so_and_is_started_again()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process the worker ends with the host.");
        await using var desk = await TerminalDesk.OpenAsync(chromium, Cancelled);
        await using var terminal = await TerminalWindow.OpenAsync(desk);
        await terminal.RunAsync("echo worker $(ps -o ppid= -p $$)");
        await terminal.ExpectAsync(@"^worker +\d+$");
        var line = (await terminal.ReadAsync()).First(text => Worker().IsMatch(text));
        var worker = int.Parse(Worker().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);

        await ProgramRun.RunAsync("/bin/sh", ["-c", $"kill -KILL {worker}"], "/", environment: null, TimeSpan.FromSeconds(10), Cancelled);

        await Assertions.Expect(terminal.Page.GetByText("This terminal is lost.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await terminal.Window.CheckAsync("lost terminal");
        await terminal.Window.Button("Start again").ClickAsync();
        await Assertions.Expect(terminal.Tabs.First).ToContainTextAsync("running");
        await terminal.RunAsync("echo $((2 * 2)) anew");
        await terminal.ExpectAsync("^4 anew$");
    }

    [Fact(Timeout = Limit)]
    public async Task Two_windows_show_one_screen_and_one_of_them_owns_its_size()
    {
        await using var desk = await TerminalDesk.OpenAsync(chromium, Cancelled);
        await using var large = await TerminalWindow.OpenAsync(desk, 1300, 900);
        await large.RunAsync("clear; echo size $(stty size)");
        await large.ExpectAsync(@"^size \d+ \d+$");
        await using var small = new TerminalWindow(await desk.VisitAsync(TerminalWindow.PathOf(desk), 800, 500));
        await small.ExpectAsync(@"^size \d+ \d+$");
        Assert.Equal(await large.ReadAsync(), await small.ReadAsync());
        await Assertions.Expect(small.Page.GetByText("Shown in the size of another window")).ToBeVisibleAsync();
        await small.Window.CheckAsync("terminal in another window's size");

        await small.Window.Button("Fit to me").ClickAsync();

        await Assertions.Expect(small.Page.GetByText("Shown in the size of another window")).ToHaveCountAsync(0);
        await Assertions.Expect(large.Page.GetByText("Shown in the size of another window")).ToBeVisibleAsync();
        await large.Window.CheckAsync("terminal in a smaller window's size");
        var rows = await small.Rows.Locator("> div").CountAsync();
        await Assertions.Expect(large.Rows.Locator("> div")).ToHaveCountAsync(rows);

        await large.RunAsync("clear; echo rows $(stty size)"); // typing takes it back
        await Assertions.Expect(large.Page.GetByText("Shown in the size of another window")).ToHaveCountAsync(0);
        await Assertions.Expect(small.Page.GetByText("Shown in the size of another window")).ToBeVisibleAsync();
        await small.ExpectAsync(@"^rows \d+ \d+$");
        Assert.True(await large.Rows.Locator("> div").CountAsync() > rows);
    }

    [GeneratedRegex(@"^worker +(\d+)$")]
    private static partial Regex Worker();
}
