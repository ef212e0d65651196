using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>
/// The pictures of the documentation, at <c>docs/images</c>: real tasks of the real Claude Code, whose model is a script.
/// They are made anew with <c>HOMEPORT_UPDATE=1</c>; otherwise it is only held that each is there.
/// </summary>
public sealed class ScreenshotTests(Chromium chromium)
{
    private const int Largest = 250_000; // bytes

    /// <summary>A picture shows where things lie for a person, not where this run of the tests put them.</summary>
    private const string NamePlaces = """
        (places) => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) for (const [from, to] of Object.entries(places)) texts.currentNode.data = texts.currentNode.data.replaceAll(from, to);
        }
        """;

    private static readonly string[] Desk = ["start", "board", "task", "changes", "settings", "inbox", "new-task", "palette", "terminal", "fleet"];
    private static readonly string[] Phone = ["board", "inbox", "task", "changes", "new-task", "terminal", "fleet"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 420_000)]
    public async Task Every_picture_of_the_documentation_is_there()
    {
        if (Environment.GetEnvironmentVariable("HOMEPORT_UPDATE") == "1")
        {
            await PhotographAsync();
        }

        string[] names = [.. Desk.SelectMany(Both), .. Phone.Select(name => $"phone-{name}").SelectMany(Both)];
        Assert.All(names, name => Assert.InRange(new FileInfo(PathOf(name)) is { Exists: true } file ? file.Length : 0, 1, Largest));
    }

    private static IEnumerable<string> Both(string name) => [$"{name}-light", $"{name}-dark"];

    private static string PathOf(string name) => SourceTree.At("docs", "images", $"{name}.png");

    private async Task PhotographAsync()
    {
        await using var work = await SampleWork.StartAsync(Cancelled);
        foreach (var (colors, look) in ((ColorScheme, string)[])[(ColorScheme.Light, "light"), (ColorScheme.Dark, "dark")])
        {
            await using (var window = await BrowserWindow.OpenAsync(chromium, work.Homeport, Cancelled, colors: colors))
            {
                await TourAsync(window, work, Desk, $"{{0}}-{look}");
            }

            await using (var window = await BrowserWindow.OpenAsync(chromium, work.Homeport, Cancelled, 390, 844, colors))
            {
                await TourAsync(window, work, Phone, $"phone-{{0}}-{look}");
            }
        }
    }

    private static async Task TourAsync(BrowserWindow window, SampleWork work, IReadOnlyList<string> screens, string pattern)
    {
        foreach (var screen in screens)
        {
            await OpenAsync(window, work, screen);
            await Assertions.Expect(window.Page.Locator("[aria-busy=true], .skeleton, .toast")).ToHaveCountAsync(0);
            await window.CheckAsync(screen);
            await window.Page.EvaluateAsync(NamePlaces, work.Places);
            var picture = await window.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
            await File.WriteAllBytesAsync(PathOf(string.Format(null, pattern, screen)), PngPicture.Shrink(picture), Cancelled);
        }
    }

    private static async Task OpenAsync(BrowserWindow window, SampleWork work, string screen)
    {
        var page = window.Page;
        var (path, landmark) = screen switch
        {
            "start" => ("/start", page.GetByText("Demo agent").First),
            "inbox" => ("/inbox", page.GetByText("How long shall the old secret").First),
            "settings" => ("/settings/agents", page.GetByText("Claude Code").First),
            "fleet" => ("/fleet", page.GetByRole(AriaRole.Heading, new() { Name = "Workers" })),
            "terminal" => ($"/tasks/{work.Task}?panel=terminal", page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Terminal") })),
            "task" => ($"/tasks/{work.Task}", page.GetByRole(AriaRole.Tab).First),
            "changes" => ($"/tasks/{work.Task}", page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Changes") })),
            _ => ("/board", page.GetByText("Upgrade the payment client").First),
        };
        await window.GoToAsync(path);
        await Assertions.Expect(landmark).ToBeVisibleAsync();
        switch (screen)
        {
            case "task" when page.ViewportSize!.Width < 640:
                await page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Chat") }).ClickAsync();
                break;
            case "task":
                await page.GetByRole(AriaRole.Button, new() { Name = "Unified" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^totals.ts") }).ClickAsync();
                await Assertions.Expect(page.GetByText("Rounded once").First).ToBeVisibleAsync();
                break;
            case "changes":
                await landmark.ClickAsync();
                await ReadChangesAsync(window);
                break;
            case "terminal":
                await WorkAsync(new TerminalWindow(window));
                break;
            case "new-task":
                await page.Keyboard.PressAsync("c");
                await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).First
                    .FillAsync("Show the time of high water in the customer's own time zone. Half of them sail where the harbour's clock is wrong for them.");
                break;
            case "palette":
                await page.Keyboard.PressAsync("Control+k");
                await page.GetByRole(AriaRole.Combobox).FillAsync("re");
                await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
                break;
        }
    }

    /// <summary>What one looks at before a review, in a size that is this window's own.</summary>
    private static async Task WorkAsync(TerminalWindow terminal)
    {
        await terminal.ExpectAsync(@"\$ *$");
        await terminal.RunAsync("clear");
        foreach (var command in (string[])["git log --oneline --no-decorate", "git status --short", "git diff --stat", "git diff src/cart/types.ts", "grep -rn --color=always 'discount)' src"])
        {
            await terminal.RunAsync(command);
            await terminal.ExpectAsync(@"\$ *$");
        }

        await terminal.ExpectAsync(@"totals.ts:\d+:");
        await Assertions.Expect(terminal.Page.GetByText("in the size of another window")).ToHaveCountAsync(0);
    }

    /// <summary>Down to the comment in the middle of the difference; side by side where there is room.</summary>
    private static async Task ReadChangesAsync(BrowserWindow window)
    {
        if (window.Page.ViewportSize!.Width > 640)
        {
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Split" }).ClickAsync();
            await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^totals.ts") }).ClickAsync();
        }

        var comment = window.Page.GetByText("Half a cent goes to us here.");
        var differences = new TaskScreen(window).Differences;
        await differences.HoverAsync();
        while (!await comment.IsVisibleAsync() || await comment.EvaluateAsync<double>("one => one.getBoundingClientRect().bottom - innerHeight") > -180)
        {
            await window.Page.Mouse.WheelAsync(0, 60);
            await window.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        await window.Page.Mouse.MoveAsync(0, 0);
    }
}
