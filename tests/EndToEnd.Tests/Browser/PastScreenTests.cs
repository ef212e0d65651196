using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What was said in a terminal is searched, opened and continued in the browser.</summary>
public sealed class PastScreenTests(Chromium chromium)
{
    private const string Recorded = "/home/ada/src/work";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task A_session_is_searched_opened_and_continued()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        Keep(desk, "claude.jsonl", desk.Repository.Path, ".claude", "projects", "-work", "19796e81-2b49-4e0c-b3a1-1f8fd6a2822f.jsonl");
        Keep(desk, "codex.jsonl", "/nowhere/at/all", ".codex", "sessions", "2026", "11", "20", "rollout-2026-11-20T15-06-38-01a1f97e-cb9c-7e93-b8bc-59fac69d174e.jsonl");
        await using var window = await desk.VisitAsync("/board");
        var page = window.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Past sessions" }).ClickAsync();
        await Assertions.Expect(page.Locator(".past-row")).ToHaveCountAsync(2, new() { Timeout = TaskScreen.Turn });
        await window.CheckAsync("past sessions");
        await Chromium.PhotographAsync(page, "past-list");
        await LookAsync(desk, "/past", ".past-row", "past-list-phone");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("KITE red");
        await Assertions.Expect(page.Locator(".past-row")).ToHaveCountAsync(1);
        await page.GetByText("The red kite word.").ClickAsync();

        await Assertions.Expect(page.GetByText("No project holds /nowhere/at/all.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("echo hi > hi.txt", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(window.Button("Continue as a task")).ToHaveAttributeAsync("aria-disabled", "true");
        await window.CheckAsync("a past session without a project");
        await Chromium.PhotographAsync(page, "past-no-project");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("KITE red");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("heron");
        await page.GetByText("The blue heron word.").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Done. The tool said");
        await Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("hello.txt+2");
        await Assertions.Expect(page.GetByText($"Claude Code opens its session again, in {desk.Repository.Path}.")).ToBeVisibleAsync();
        await window.CheckAsync("a past session");
        await Chromium.PhotographAsync(page, "past-one");
        await LookAsync(desk, new Uri(page.Url).PathAndQuery, ".tl__row", "past-one-phone");
        await window.Button("Continue as a task").ClickAsync();

        await Assertions.Expect(page.GetByText("Goes on with the session")).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });
        await Assertions.Expect(page.GetByText("Go on where this session stopped.")).ToBeVisibleAsync();
        await window.CheckAsync("a task that goes on with a past session");
        await Chromium.PhotographAsync(page, "past-task");
        await page.Locator(".turning").GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open the task" })).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    private static void Keep(DemoDesk desk, string name, string folder, params string[] path)
    {
        var file = Path.Combine([desk.Bench.Home.Path, .. path]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, File.ReadAllText(SourceTree.At("tests", "Worker.Tests", "Import", "Recorded", name)).Replace(Recorded, folder, StringComparison.Ordinal));
    }

    /// <summary>The other way round: dark, and on a phone.</summary>
    private static async Task LookAsync(DemoDesk desk, string path, string landmark, string name)
    {
        await using var phone = await desk.VisitAsync(path, 390, 844, ColorScheme.Dark);
        await Assertions.Expect(phone.Page.Locator(landmark).First).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });
        await phone.CheckAsync($"{path} on a phone");
        await Chromium.PhotographAsync(phone.Page, name);
    }
}
