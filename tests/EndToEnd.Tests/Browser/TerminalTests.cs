using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A terminal on a page: what is typed, kept, found, followed, closed, and whose keys are whose.</summary>
public sealed class TerminalTests(TerminalDesk desk) : IClassFixture<TerminalDesk>
{
    private const int Limit = 240_000;

    [Fact(Timeout = Limit)]
    public async Task What_is_typed_runs_and_a_reload_brings_the_same_screen_back()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("echo $((6 * 7)) ships in $(basename $PWD)");
        await terminal.ExpectAsync("^42 ships in harbour$");
        var before = await terminal.ReadAsync();
        await terminal.NewAsync();
        await terminal.Tabs.First.ClickAsync();

        await terminal.Page.ReloadAsync();

        await Assertions.Expect(terminal.Tabs.First).ToHaveAttributeAsync("aria-selected", "true");
        await terminal.ExpectAsync("^42 ships in harbour$");
        Assert.Equal(before, await terminal.ReadAsync());
        await terminal.RunAsync("echo $((7 * 7)) more");
        await terminal.ExpectAsync("^49 more$");
        await terminal.Window.CheckAsync("terminal");
        terminal.Window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task Searching_finds_what_was_scrolled_away_and_escape_goes_back_to_typing()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("seq 1000 4000");
        await terminal.ExpectAsync("^4000$");

        await terminal.PressAsync("Control+f");
        var bar = terminal.Page.GetByRole(AriaRole.Search);
        await bar.GetByRole(AriaRole.Textbox).FillAsync("234");
        await Assertions.Expect(bar.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 13"); // 1234, 2234, 3234 and 2340 to 2349
        await terminal.ExpectAsync("^1234$");
        await terminal.Window.CheckAsync("search in a terminal");
        await bar.GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await terminal.ExpectAsync("^2234$");
        await terminal.Window.Button("Previous").ClickAsync();
        await terminal.ExpectAsync("^1234$");

        await bar.GetByRole(AriaRole.Textbox).PressAsync("Escape");
        await Assertions.Expect(bar).ToHaveCountAsync(0);
        await Assertions.Expect(terminal.Frame.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await terminal.Page.Keyboard.TypeAsync("echo $((1 + 1)) again\n");
        await terminal.ExpectAsync("^2 again$");
    }

    [Fact(Timeout = Limit)]
    public async Task Links_show_where_they_lead_and_open_beside()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.Page.Context.RouteAsync("https://example.org/**", route => route.FulfillAsync(new() { Body = "a harbour", ContentType = "text/plain" }));
        await terminal.RunAsync(@"clear; echo https://example.org/plain; printf '\e]8;;https://example.org/hidden\e\\words\e]8;;\e\\\n'");

        Assert.Equal("https://example.org/plain", await FollowAsync(terminal, "https://example.org/plain"));
        Assert.Equal("https://example.org/hidden", await FollowAsync(terminal, "words"));
        terminal.Window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task The_keys_belong_to_the_program_and_one_of_them_leaves()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.FocusAsync();
        await terminal.Page.Keyboard.TypeAsync("echo ?cgbn");
        await terminal.PressAsync("Control+k", "Enter"); // Ctrl+K is the page's palette elsewhere
        await terminal.ExpectAsync(@"^\?cgbn$");
        await Assertions.Expect(terminal.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await terminal.PressAsync("Control+Shift+l");

        await Assertions.Expect(terminal.Tabs.First).ToBeFocusedAsync();
        await terminal.Page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(terminal.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Leave the terminal");
        await terminal.Page.Keyboard.PressAsync("Escape");
        await terminal.Tabs.First.PressAsync("Enter");
        await Assertions.Expect(terminal.Frame.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task A_terminal_is_renamed_and_one_in_which_something_runs_is_closed_only_after_a_question()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.Tabs.First.PressAsync("F2");
        var name = terminal.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name of the terminal" });
        await name.FillAsync("tide table");
        await name.PressAsync("Enter");
        await Assertions.Expect(terminal.Tabs.First).ToContainTextAsync("tide table");
        await terminal.RunAsync("echo begun; sleep 600");
        await terminal.ExpectAsync("^begun$");
        await terminal.NewAsync();

        await terminal.Tabs.First.ClickAsync();
        await terminal.Window.Button("Close tide table").ClickAsync();
        await terminal.Window.CheckAsync("question before closing");
        await terminal.Window.Button("Keep it").ClickAsync();
        await Assertions.Expect(terminal.Tabs).ToHaveCountAsync(2);
        await terminal.Tabs.First.PressAsync("Delete");
        await terminal.Window.Button("Close").ClickAsync();

        await Assertions.Expect(terminal.Tabs).ToHaveCountAsync(1);
        await Assertions.Expect(terminal.Tabs.First).Not.ToContainTextAsync("tide table");
        await terminal.NewAsync();
        await terminal.Tabs.Last.PressAsync("Delete"); // nothing but its shell runs
        await Assertions.Expect(terminal.Tabs).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_shell_that_ended_tells_its_code_and_is_started_again()
    {
        await using var terminal = await desk.OpenTerminalAsync();
        await terminal.RunAsync("exit 3");

        await Assertions.Expect(terminal.Page.GetByText("Its exit code is 3.")).ToBeVisibleAsync();
        await Assertions.Expect(terminal.Tabs.First).ToContainTextAsync("exit 3");
        await terminal.Window.CheckAsync("ended terminal");
        await terminal.Window.Button("Start again").ClickAsync();

        await Assertions.Expect(terminal.Tabs.First).ToContainTextAsync("running");
        await Assertions.Expect(terminal.Tabs).ToHaveCountAsync(1);
        await terminal.RunAsync("echo $((2 + 2)) again");
        await terminal.ExpectAsync("^4 again$");
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_has_terminals_in_its_own_worktree()
    {
        var id = await desk.Desk.StartAsync("usage");
        await desk.Desk.Person.FindTurnEndAsync(id, 1, TestContext.Current.CancellationToken);
        await using var terminal = new TerminalWindow(await desk.Desk.VisitAsync($"/tasks/{id}"));
        await new TaskScreen(terminal.Window).Tab("Terminal").ClickAsync();
        await terminal.NewAsync();
        await terminal.RunAsync("git rev-parse --abbrev-ref HEAD");
        await terminal.ExpectAsync("^homeport/");

        await terminal.Page.ReloadAsync();

        await terminal.ExpectAsync("^homeport/");
        await terminal.Window.CheckAsync("terminal of a task");
        terminal.Window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task On_a_phone_there_are_the_keys_that_its_keyboard_lacks()
    {
        await using var terminal = await desk.OpenTerminalAsync(390, 844);
        await terminal.RunAsync("sleep 1000");
        await terminal.Window.Button("Ctrl").ClickAsync();
        await terminal.Page.Keyboard.PressAsync("c");
        await terminal.ExpectAsync(@"^\^C");
        await terminal.RunAsync("echo code $?");
        await terminal.ExpectAsync("^code 130$");

        await terminal.Window.Button("Up").ClickAsync();
        await terminal.Page.Keyboard.PressAsync("Enter");
        await terminal.ExpectAsync("^code 0$");
        await terminal.Window.CheckAsync("terminal on a phone");
        await terminal.RunAsync("clear; seq 1 400");
        await terminal.ExpectAsync("^400$");
        await terminal.Frame.EvaluateAsync("""
            (frame) => {
              const touch = (type, y) => frame.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { touches: [{ clientY: y }] }));
              touch('touchstart', 300);
              for (let y = 300; y < 3000; y += 60) touch('touchmove', y);
            }
            """);
        await terminal.ExpectNoneAsync("^400$");
        await terminal.ExpectAsync("^230$");

        var letters = await terminal.Frame.GetByRole(AriaRole.Textbox).EvaluateAsync<string>("field => getComputedStyle(field).fontSize");
        Assert.True(float.Parse(letters.Replace("px", "", StringComparison.Ordinal), null) >= 16, $"{letters} makes a phone zoom");
    }

    /// <summary>By mouse. Returns where the new window went.</summary>
    private static async Task<string> FollowAsync(TerminalWindow terminal, string words)
    {
        var link = terminal.Rows.Locator("> div").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(words)}") }).Locator("span").First;
        await Assertions.Expect(link).ToBeVisibleAsync();
        var box = await link.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not seen.");
        await terminal.Page.Mouse.MoveAsync(box.X + 12, box.Y + (box.Height / 2));
        var address = terminal.Page.Locator(".term__address");
        await Assertions.Expect(address).ToBeVisibleAsync();
        var opened = await terminal.Page.Context.RunAndWaitForPageAsync(() => terminal.Page.Mouse.ClickAsync(box.X + 12, box.Y + (box.Height / 2)));
        await opened.WaitForURLAsync("https://example.org/**");
        Assert.Equal(opened.Url, await address.TextContentAsync());
        var url = opened.Url;
        await opened.CloseAsync();
        return url;
    }
}
