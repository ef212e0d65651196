using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What a task cost, what it may, and how it goes on when the money is gone.</summary>
public sealed class UsageTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task A_task_without_money_is_paused_asks_and_goes_on_when_its_budget_is_raised()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var repository = await bench.AddRepositoryAsync("harbour", Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        var project = await person.AddAsync(repository, Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var (page, screen) = (window.Page, new TaskScreen(window));

        await window.GoToAsync($"/settings/projects?open=budget&project={project}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "For each task, in dollars" }).FillAsync("a lot");
        await Assertions.Expect(page.GetByText("An amount such as 5 or 2.50")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "For each task, in dollars" }).FillAsync("0.01");
        await window.CheckAsync("budget of a project");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(page.GetByText("$0.01 for each task")).ToBeVisibleAsync();

        var task = await person.StartAsync(project, "demo", "accept_edits", "usage 6000", Cancelled);
        await window.GoToAsync($"/tasks/{task}");
        await Assertions.Expect(page.GetByText("The budget is used up.").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("It was $0.01; the task cost $0.015.")).ToBeVisibleAsync();
        await window.CheckAsync("a task without money");
        await Chromium.PhotographAsync(page, "budget-used-up");
        await page.SetViewportSizeAsync(390, 844);
        await page.GetByRole(AriaRole.Tab, new() { NameRegex = new("^Chat") }).ClickAsync();
        await window.CheckAsync("a task without money, on a phone");
        await Chromium.PhotographAsync(page, "budget-used-up-phone");
        await page.SetViewportSizeAsync(1440, 900);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Inbox" })).ToContainTextAsync("1");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "New budget in dollars" }).FillAsync("2.50");
        await window.Button("Raise and go on").ClickAsync();
        await screen.ExpectStateAsync("In review");
        await page.Locator(".gauge").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Cost of this task" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Budget of this task" })).ToHaveValueAsync("2.5");
        await window.CheckAsync("cost of a task");
        await Chromium.PhotographAsync(page, "cost-panel");
        await page.Keyboard.PressAsync("Escape");
        window.AssertQuiet();

        await window.GoToAsync("/settings/usage");
        foreach (var (by, row) in ((string, string)[])[("Agent", "Demo agent"), ("Project", "harbour"), ("Task", "usage 6000"), ("Day", "Today")])
        {
            await page.GetByRole(AriaRole.Group, new() { Name = "Sum up by" }).GetByText(by, new() { Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByText(row).First).ToBeVisibleAsync();
        }

        await window.CheckAsync("usage by day");
        await Chromium.PhotographAsync(page, "usage");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(390, 844);
        await window.CheckAsync("usage by day, on a phone");
        await Chromium.PhotographAsync(page, "usage-phone-dark");
    }
}
