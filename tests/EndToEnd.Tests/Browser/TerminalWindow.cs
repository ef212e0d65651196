using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A window that shows terminals, as a person works in it.</summary>
internal sealed partial class TerminalWindow(BrowserWindow window) : IAsyncDisposable
{
    /// <summary>Long enough for a program to start on a busy machine.</summary>
    private const float Patience = 20_000;

    public BrowserWindow Window => window;
    public IPage Page => window.Page;

    /// <summary>The terminal that is seen.</summary>
    public ILocator Frame => Page.Locator(".terminals__one[data-state=active] .term__frame");

    /// <summary>What is on its screen, line by line.</summary>
    public ILocator Rows => Frame.Locator(".xterm-rows");

    public ILocator Tabs => Page.GetByRole(AriaRole.Tablist, new() { Name = "Terminals" }).GetByRole(AriaRole.Tab);

    public static string PathOf(DemoDesk desk) => $"/projects/{desk.Project}/terminals";

    /// <summary>On a new terminal in the project's repository, ready to type.</summary>
    public static async Task<TerminalWindow> OpenAsync(DemoDesk desk, int width = 1200, int height = 800, ColorScheme colors = ColorScheme.Light)
    {
        var terminal = new TerminalWindow(await desk.VisitAsync(PathOf(desk), width, height, colors));
        try
        {
            await terminal.NewAsync();
            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Beside those that there are.</summary>
    public async Task NewAsync()
    {
        await Assertions.Expect(window.Button("New terminal")).ToBeVisibleAsync();
        var before = await Tabs.CountAsync();
        await window.Button("New terminal").ClickAsync();
        await Assertions.Expect(Tabs).ToHaveCountAsync(before + 1);
        await ExpectAsync(@"^\$ *$");
    }

    /// <summary>At the keyboard, with Enter at the end.</summary>
    public async Task RunAsync(string command)
    {
        await FocusAsync();
        await Page.Keyboard.InsertTextAsync(command);
        await Page.Keyboard.PressAsync("Enter");
    }

    public async Task FocusAsync()
    {
        var field = Frame.GetByRole(AriaRole.Textbox);
        await field.FocusAsync();
        await Assertions.Expect(field).ToBeFocusedAsync();
    }

    /// <summary>Key by key, such as <c>Escape</c>, <c>Control+c</c>; anything longer is typed as text.</summary>
    public async Task PressAsync(params string[] keys)
    {
        await FocusAsync();
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Some line of the screen matches; <c>$</c> is the end of what is written in it.</summary>
    public async Task ExpectAsync(string line, float within = Patience) =>
        await Assertions.Expect(Lines(line).First).ToBeVisibleAsync(new() { Timeout = within });

    public async Task ExpectNoneAsync(string line) => await Assertions.Expect(Lines(line)).ToHaveCountAsync(0);

    public async Task<IReadOnlyList<string>> ReadAsync() => [.. (await Rows.Locator("> div").AllTextContentsAsync()).Select(line => line.Replace(' ', ' ').TrimEnd())];

    private ILocator Lines(string pattern) => Rows.Locator("> div").Filter(new() { HasTextRegex = new Regex(AtEnd().Replace(pattern, @"\s*$")) });

    public async ValueTask DisposeAsync() => await window.DisposeAsync();

    [GeneratedRegex(@"(?<!\\)\$$")]
    private static partial Regex AtEnd();
}
