using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A person gives one prompt to several runners, looks at them side by side, and keeps one.</summary>
public sealed class RaceTests(Chromium chromium)
{
    /// <summary>Passes in the worktree that comes first, and in no other.</summary>
    private const string Judge =
        """mkdir "$HOMEPORT_REPOSITORY/.git/first" 2>/dev/null && { echo "3 passed in 0.01s"; exit; }; echo "the export has no header"; echo "1 failed, 2 passed in 0.02s"; exit 1""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Three_runners_are_started_verified_and_compared_and_one_is_kept()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await using var window = await desk.VisitAsync("/board");
        var page = window.Page;

        await window.ButtonLike("^New task").First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).First.FillAsync("write-file src/export.csv");
        await window.ButtonLike("^Permission mode:").ClickAsync();
        await page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex("^Accept edits") }).ClickAsync();
        await window.Button("Race several agents").ClickAsync();
        await window.Button("Add a runner").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Verify with" }).FillAsync(Judge);
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem, new() { NameRegex = new Regex("^Runner ") })).ToHaveCountAsync(3);
        await window.CheckAsync("new race");
        await Chromium.PhotographAsync(page, "race-new");
        await page.SetViewportSizeAsync(390, 844);
        await window.CheckAsync("new race, on a phone");
        await Chromium.PhotographAsync(page, "race-new-phone");
        await page.SetViewportSizeAsync(1440, 900);
        await window.ButtonLike("^Start the race").ClickAsync();

        var runners = page.GetByRole(AriaRole.Article, new() { NameRegex = new Regex("^Runner ") });
        await Assertions.Expect(runners).ToHaveCountAsync(3);
        var passed = runners.Filter(new() { HasText = "3 of 3 tests passed" });
        var failed = runners.Filter(new() { HasText = "2 of 3 tests passed" });
        await Assertions.Expect(passed).ToHaveCountAsync(1, new() { Timeout = 90_000 });
        await Assertions.Expect(failed).ToHaveCountAsync(2, new() { Timeout = 90_000 });
        await Assertions.Expect(runners.Filter(new() { HasText = "In review" })).ToHaveCountAsync(3);
        await Assertions.Expect(failed.First).ToContainTextAsync("the export has no header");
        await LookAsync(window, "race");

        await failed.First.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Verify runner") }).ClickAsync();
        await Assertions.Expect(failed).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await passed.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open the changes") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Changes") })).ToHaveAttributeAsync("aria-selected", "true");
        await page.Locator(".task-head").GetByRole(AriaRole.Link, new() { Name = "Race" }).ClickAsync();

        await passed.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Keep this one") }).ClickAsync();
        await window.Button("Keep it").ClickAsync();
        await Assertions.Expect(page.GetByText("The others lie in the trash for seven days.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(runners.Filter(new() { HasText = "In the trash" })).ToHaveCountAsync(2);
        await LookAsync(window, "race-kept");
        var race = page.Url;

        await window.GoToAsync("/board");
        await Assertions.Expect(page.Locator("[data-card]")).ToHaveCountAsync(1);
        await page.GotoAsync(race);
        await window.ButtonLike("^Restore the task").First.ClickAsync();
        await Assertions.Expect(runners.Filter(new() { HasText = "In the trash" })).ToHaveCountAsync(1);
        window.AssertQuiet();
    }

    /// <summary>Wide and on a phone, light and dark.</summary>
    private static async Task LookAsync(BrowserWindow window, string name)
    {
        foreach (var (colors, look) in ((ColorScheme, string)[])[(ColorScheme.Light, "light"), (ColorScheme.Dark, "dark")])
        {
            await window.Page.EmulateMediaAsync(new() { ColorScheme = colors });
            foreach (var (width, height, size) in ((int, int, string)[])[(1440, 900, "wide"), (390, 844, "phone")])
            {
                await window.Page.SetViewportSizeAsync(width, height);
                await Chromium.PhotographAsync(window.Page, $"{name}-{size}-{look}");
                await window.CheckAsync($"{name}, {look}, {size}");
            }
        }

        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await window.Page.SetViewportSizeAsync(1440, 900);
    }
}
