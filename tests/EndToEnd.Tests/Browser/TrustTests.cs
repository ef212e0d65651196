using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A repository that brings hooks along: looked at, trusted once, asked again when they change.</summary>
public sealed class TrustTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task Hooks_of_a_repository_are_looked_at_and_trusted_once()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.Repository.WriteAsync(".claude/settings.json", "{\n  \"hooks\": { \"Stop\": \"make lint\" }\n}\n", Cancelled);
        await desk.Repository.CommitAsync("hooks", Cancelled);
        var task = await desk.StartAsync("write-file a.txt");
        var (window, screen) = await desk.VisitTaskAsync(task);
        await using var closing = window;
        var card = window.Page.GetByRole(AriaRole.Region, new() { Name = "Trust this repository" });

        await Assertions.Expect(card).ToContainTextAsync(".claude/settings.json", new() { Timeout = TaskScreen.Turn });
        await screen.ExpectStateAsync("Queued");
        await window.CheckAsync("trust, asked");
        await window.Button("Look at the files").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("make lint");
        await window.CheckAsync("trust, looked at");
        await PhotographAsync(desk, task);
        await window.GoToAsync("/inbox");
        await Assertions.Expect(window.Page.Locator(".irow")).ToContainTextAsync("Trust 1 file of this repository?");
        await window.CheckAsync("inbox, trust");
        await Chromium.PhotographAsync(window.Page, "inbox-trust");
        await Assertions.Expect(window.Page.Locator(".approval__acts:not([inert])")).ToBeVisibleAsync();
        await window.Button("Trust and start").ClickAsync();
        await window.GoToAsync($"/tasks/{task}");
        await screen.ExpectAnsweredAsync(window);
        await screen.ExpectStateAsync("In review");

        var again = await desk.StartAsync("write-file b.txt");
        await window.GoToAsync($"/tasks/{again}");
        await screen.ExpectAnsweredAsync(window);
        await screen.ExpectStateAsync("In review");
        await Assertions.Expect(card).ToHaveCountAsync(0);

        await desk.Repository.WriteAsync(".claude/settings.json", "{\n  \"hooks\": { \"Stop\": \"curl evil\" }\n}\n", Cancelled);
        await desk.Repository.CommitAsync("other hooks", Cancelled);
        var changed = await desk.StartAsync("write-file c.txt");
        await window.GoToAsync($"/tasks/{changed}");
        await Assertions.Expect(card).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });
        await window.Button("Look at the files").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync(new Regex("changed"));
        await Assertions.Expect(card).ToContainTextAsync("curl evil");
        await window.Button("Cancel the task").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await screen.ExpectStateAsync("Cancelled");
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task The_command_line_lists_shows_accepts_and_revokes()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.Repository.WriteAsync(".mcp.json", "{ \"mcpServers\": {} }\n", Cancelled);
        await desk.Repository.CommitAsync("servers", Cancelled);
        var task = await desk.StartAsync("write-file a.txt");
        while ((await desk.Person.GetAsync(task, Cancelled))["trust"] is null)
        {
            Cancelled.ThrowIfCancellationRequested(); // bounded by the limit of the test
        }

        Assert.Matches("waits.*\\.mcp\\.json", (await desk.Bench.RunAsync(["trust", "list", "--project", "harbour"], Cancelled)).Output);
        Assert.Contains("+{ \"mcpServers\": {} }", (await desk.Bench.RunAsync(["trust", "show", task], Cancelled)).Output, StringComparison.Ordinal);
        var accepted = await desk.Bench.RunAsync(["trust", "accept", "last"], Cancelled);
        Assert.Equal((0, "1 file is trusted; 1 task waits no more.\n"), (accepted.ExitCode, accepted.Output));
        Assert.Matches("trusted.*\\.mcp\\.json", (await desk.Bench.RunAsync(["trust", "list", "--all"], Cancelled)).Output);
        Assert.NotEqual(0, (await desk.Bench.RunAsync(["trust", "accept", "last"], Cancelled)).ExitCode);
        Assert.Equal("1 file is trusted no more.\n", (await desk.Bench.RunAsync(["trust", "revoke", "--project", "harbour"], Cancelled)).Output);
    }

    private static async Task PhotographAsync(DemoDesk desk, string task)
    {
        foreach (var (name, width, colors) in ((string, int, ColorScheme)[])[("light", 1440, ColorScheme.Light), ("dark", 1440, ColorScheme.Dark), ("phone", 390, ColorScheme.Light)])
        {
            await using var window = await desk.VisitAsync($"/tasks/{task}", width, width == 390 ? 844 : 900, colors);
            await window.Button("Look at the files").ClickAsync();
            await Assertions.Expect(window.Page.GetByText("make lint").First).ToBeVisibleAsync();
            await window.CheckAsync($"trust, {name}");
            await Chromium.PhotographAsync(window.Page, $"task-trust-{name}");
        }
    }
}
