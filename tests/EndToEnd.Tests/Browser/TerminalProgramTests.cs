using System.Diagnostics;
using System.Text.Json;
using Homeport.Testing;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>Real programs in a terminal on a page: full-screen ones, floods, wide letters, signals.</summary>
public sealed class TerminalProgramTests(TerminalDesk desk) : IClassFixture<TerminalDesk>
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Vi_edits_and_saves_a_file_and_leaves_the_screen_as_it_was()
    {
        Need("vi", "vim-tiny");
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("vi -u NONE notes.txt");
        await terminal.ExpectAsync("^~$");
        await terminal.Page.Keyboard.TypeAsync("iThe tide comes in.");
        await terminal.PressAsync("Enter");
        await terminal.Page.Keyboard.TypeAsync("The tide goes out.");
        await terminal.PressAsync("Escape");
        await terminal.Page.Keyboard.TypeAsync(":wq\n");

        await terminal.ExpectAsync(@"^\$ *$");
        await terminal.ExpectNoneAsync("^~$");
        await terminal.ExpectAsync("vi -u NONE notes.txt$");
        Assert.Equal("The tide comes in.\nThe tide goes out.\n", await File.ReadAllTextAsync(Path.Combine(desk.Desk.Repository.Path, "notes.txt"), Cancelled));
    }

    [Fact(Timeout = Limit)]
    public async Task Less_pages_through_a_text()
    {
        Need("less", "less");
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("seq 1 500 | less");
        await terminal.ExpectAsync("^1$");
        await terminal.PressAsync("Space");
        await terminal.ExpectNoneAsync("^1$");
        await terminal.PressAsync("Shift+G");
        await terminal.ExpectAsync("^500$");
        await terminal.PressAsync("g");
        await terminal.ExpectAsync("^1$");
        await terminal.PressAsync("q");
        await terminal.ExpectAsync("seq 1 500 . less$");
        await terminal.ExpectNoneAsync("^2$");
    }

    [Fact(Timeout = Limit)]
    public async Task Top_draws_the_whole_screen_again_and_again()
    {
        Need("top", "procps");
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("top -d 0.3");
        await terminal.ExpectAsync("load average");
        var first = (await terminal.ReadAsync())[0];
        await Assertions.Expect(terminal.Rows.Locator("> div").First).Not.ToHaveTextAsync(first);
        await terminal.PressAsync("q");
        await terminal.ExpectAsync(@"[$#] *$"); // until then the keys are still top's
        await terminal.RunAsync("echo $((3 * 3)) left");
        await terminal.ExpectAsync("^9 left$");
    }

    [Fact(Timeout = Limit)]
    public async Task Wide_letters_emoji_and_accents_take_the_cells_that_programs_count()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("clear; printf '%s|\\n' abcd 漢字 '🚢🚢' 'e\u0301bcd' 'àéîõ'; tput cols > /dev/null; echo 你好");
        await terminal.ExpectAsync("^你好$");

        var ends = await terminal.Rows.EvaluateAsync<double[]>("""
            (rows) => [...rows.children].filter((row) => row.textContent.trimEnd().endsWith('|')).map((row) => {
              const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const at = texts.currentNode.data.indexOf('|');
                if (at === -1) continue;
                const range = document.createRange();
                range.setStart(texts.currentNode, at);
                range.setEnd(texts.currentNode, at + 1);
                return range.getBoundingClientRect().left;
              }
            })
            """);
        Assert.Equal(5, ends.Length);
        Assert.All(ends, end => Assert.Equal(ends[0], end, 1.5));
    }

    [Fact(Timeout = Limit)]
    public async Task Ctrl_C_ends_what_runs()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("sleep 1000");
        await terminal.ExpectAsync(@"^\$ sleep 1000$");
        await terminal.PressAsync("Control+c");
        await terminal.RunAsync("echo code $?");
        await terminal.ExpectAsync("^code 130$");
    }

    [Fact(Timeout = Limit)]
    public async Task Ctrl_C_copies_what_is_selected_and_interrupts_otherwise()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await terminal.RunAsync("clear; echo lighthouse");
        await terminal.ExpectAsync("^lighthouse$");
        var word = await terminal.Rows.GetByText("lighthouse").Last.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not seen.");
        await terminal.Page.Mouse.DblClickAsync(word.X + 20, word.Y + 6);
        await terminal.Page.Keyboard.PressAsync("Control+c");
        Assert.Equal("lighthouse", await terminal.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        await terminal.Page.Keyboard.TypeAsync("echo ");
        await terminal.Page.Keyboard.PressAsync("Control+Shift+v");
        await terminal.PressAsync("Enter");
        await Assertions.Expect(terminal.Rows.GetByText("lighthouse")).ToHaveCountAsync(3);
        await terminal.Page.Keyboard.TypeAsync("never");
        await terminal.PressAsync("Control+c");
        await terminal.ExpectAsync(@"never\^C");
    }

    [Fact(Timeout = Limit)]
    public async Task The_screen_follows_the_window_while_output_pours()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        // With a trap, for a shell goes on with its loop when a child ends by itself in the moment of Ctrl-C.
        await terminal.RunAsync("(trap exit INT; while sleep 0.01; do seq 1 60; done)");
        await terminal.ExpectAsync("^60$");
        foreach (var (width, height) in ((int, int)[])[(900, 600), (1300, 700), (700, 500), (1100, 640)])
        {
            await terminal.Page.SetViewportSizeAsync(width, height);
            await terminal.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        await terminal.PressAsync("Control+c");
        await Eventually.SeesAsync( // with a signal the kernel drops what is on its way, the prompt too when the shell was quick
            async () =>
            {
                await terminal.PressAsync("Enter");
                return string.Join('\n', await terminal.ReadAsync()).TrimEnd();
            },
            screen => screen.EndsWith('$'), Cancelled);
        await terminal.RunAsync("while sleep 0.2; do clear; echo size $(stty size); done"); // the program is told a moment after the window
        await Eventually.SeesAsync(
            async () => (Rows: await terminal.Rows.Locator("> div").CountAsync(), Screen: string.Join('\n', await terminal.ReadAsync())),
            seen => seen.Screen.Split('\n').Any(line => line.StartsWith($"size {seen.Rows} ", StringComparison.Ordinal)), Cancelled);
        await terminal.PressAsync("Control+c");
        var room = await terminal.Frame.EvaluateAsync<JsonElement>(
            "frame => { const [pane, screen] = [frame, frame.querySelector('.xterm-screen')].map((one) => one.getBoundingClientRect()); return { right: pane.right - screen.right, bottom: pane.bottom - screen.bottom }; }");
        Assert.InRange(room.GetProperty("right").GetDouble(), 0, 30);
        Assert.InRange(room.GetProperty("bottom").GetDouble(), 0, 20);
    }

    [Fact(Timeout = Limit)]
    public async Task Under_a_flood_the_page_answers_and_Ctrl_C_stops_it()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("yes");
        await terminal.ExpectAsync("^y$");
        await terminal.Page.WaitForFunctionAsync("since => performance.now() - since > 2000", await terminal.Page.EvaluateAsync<double>("performance.now()"));

        var clock = Stopwatch.StartNew();
        await terminal.Window.Button("More for terminals").ClickAsync();
        await Assertions.Expect(terminal.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Rename" })).ToBeVisibleAsync();
        TestContext.Current.SendDiagnosticMessage("the menu under the flood took {0} ms", clock.ElapsedMilliseconds);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 3_000);
        await terminal.Page.Keyboard.PressAsync("Escape");

        clock.Restart();
        await terminal.PressAsync("Control+c");
        await terminal.RunAsync("clear; echo $((5 * 5)) calm");
        await terminal.ExpectAsync("^25 calm$");
        TestContext.Current.SendDiagnosticMessage("the flood was over after {0} ms", clock.ElapsedMilliseconds);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 10_000);
    }

    [Fact(Timeout = Limit)]
    public async Task A_hundred_megabytes_arrive_at_their_last_line_in_bounded_memory()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        var clock = Stopwatch.StartNew();
        await terminal.RunAsync("clear; seq 1 12500000; echo all of $((12500000))");
        await terminal.ExpectAsync("^all of 12500000$", within: 60_000);
        await terminal.ExpectAsync("^12499999$");
        TestContext.Current.SendDiagnosticMessage("104 MB took {0} ms", clock.ElapsedMilliseconds);

        var tools = await terminal.Page.Context.NewCDPSessionAsync(terminal.Page);
        await tools.SendAsync("Performance.enable");
        var metrics = await tools.SendAsync("Performance.getMetrics");
        var heap = metrics!.Value.GetProperty("metrics").EnumerateArray().First(metric => metric.GetProperty("name").GetString() == "JSHeapUsedSize").GetProperty("value").GetDouble();
        TestContext.Current.SendDiagnosticMessage("heap of the page {0:F0} MiB", heap / 1024 / 1024);
        Assert.InRange(heap, 0, 200 * 1024 * 1024);
    }

    private static void Need(string program, string package) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
        $"{program} was not found. Install it: apt-get install {package}");
}
