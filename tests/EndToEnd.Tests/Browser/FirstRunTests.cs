using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>From the one-time link to a running task.</summary>
public sealed class FirstRunTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task The_link_signs_in_and_three_clicks_start_a_task()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await bench.AddRepositoryAsync("Hafen büro", Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var page = window.Page;

        await Assertions.Expect(window.Heading("^Three choices")).ToBeVisibleAsync();
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);
        await Assertions.Expect(page.GetByText("Demo agent").First).ToBeVisibleAsync();
        await Assertions.Expect(window.Button("src")).ToBeVisibleAsync();
        await window.CheckAsync("start, nothing chosen");

        await window.Button("src").ClickAsync();
        await window.Button("Choose").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Hafen büro") })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Demo agent") }).CheckAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" }).FillAsync("Show me how a task goes.");
        await window.CheckAsync("start, all chosen");
        await window.ButtonLike("^Start").ClickAsync();

        await page.WaitForURLAsync(new Regex("/tasks/"));
        var task = new TaskScreen(window);
        await task.ExpectApprovalAsync("demo-notes.md");
        await window.CheckAsync("task with a request");
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_link_works_once()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var link = (await new OperationClient(homeport.Http).CallAsync("createLoginLink", [], Cancelled))["url"]!.GetValue<string>();
        var first = await chromium.OpenAsync(1024, 768, ColorScheme.Light);
        var second = await chromium.OpenAsync(1024, 768, ColorScheme.Light);

        await first.GotoAsync(link);
        await Assertions.Expect(first.Locator("main")).ToBeVisibleAsync();
        await second.GotoAsync(link);

        await Assertions.Expect(second.GetByText("homeport open").First).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByText("Repository")).ToHaveCountAsync(0);
        await first.CloseAsync();
        await second.CloseAsync();
    }
}
