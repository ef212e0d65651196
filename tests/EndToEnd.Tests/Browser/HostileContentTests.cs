using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What agents and repositories hold is shown, never run, and nothing is fetched for it from elsewhere.</summary>
public sealed class HostileContentTests(Chromium chromium)
{
    private const string Image = "<img src=x onerror=hit()>";
    private const string File = "<img/src=x/onerror=hit()>.md"; // a path of folders for git, an attack for a careless page
    private const string Lines = "<script>hit()</script> [go](javascript:hit()) ![p](https://example.org/p.png) " + Image;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Markup_in_messages_names_and_differences_stays_text()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await using var window = await desk.VisitAsync("/board");
        var requests = new ConcurrentQueue<string>();
        window.Page.Request += (_, request) => requests.Enqueue(request.Url);
        await window.Page.AddInitScriptAsync(
            """
            window.hits = 0; window.hit = () => { window.hits += 1; };
            document.addEventListener('securitypolicyviolation', (event) => { window.hits += 1; console.error(`refused ${event.violatedDirective} ${event.blockedURI}`); });
            """);

        var id = await desk.StartAsync($"write-file {File} {Lines}");
        await window.GoToAsync($"/tasks/{id}");
        var task = new TaskScreen(window);
        await task.ExpectApprovalAsync("<script>hit()</script>");
        await AssertHarmlessAsync(window);
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(task.Differences).ToContainTextAsync("<script>hit()</script>");
        await desk.Person.Operations.CallAsync("addReviewComment", new JsonObject
        {
            ["taskId"] = id,
            ["path"] = File,
            ["side"] = "new",
            ["startLine"] = 1,
            ["endLine"] = 1,
            ["body"] = Lines,
        }, Cancelled);
        await Assertions.Expect(task.Differences.GetByRole(AriaRole.Article)).ToContainTextAsync("<script>hit()</script>");
        await AssertHarmlessAsync(window);

        await desk.StartAsync($"ask-permission {Image} {Lines}");
        foreach (var path in (string[])["/board", "/inbox"])
        {
            await window.GoToAsync(path);
            await Assertions.Expect(window.Page.GetByText("onerror=hit()").First).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });
            await AssertHarmlessAsync(window);
        }

        Assert.All(requests, url => Assert.StartsWith(desk.Homeport.Address.AbsoluteUri, url.Replace("ws:", "http:", StringComparison.Ordinal), StringComparison.Ordinal));
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task The_page_may_run_its_own_scripts_only()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        using var response = await desk.Homeport.Http.GetAsync(new Uri("/board", UriKind.Relative), Cancelled);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"))
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(rule => rule.Split(' ', 2))
            .ToDictionary(rule => rule[0], rule => rule.ElementAtOrDefault(1) ?? "");

        var scripts = policy.GetValueOrDefault("script-src", policy["default-src"]);
        Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("http", scripts, StringComparison.Ordinal);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.Equal("'none'", policy["object-src"] ?? policy["default-src"]);
        Assert.Contains("base-uri", policy.Keys);
    }

    private static async Task AssertHarmlessAsync(BrowserWindow window)
    {
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("window.hits"));
        Assert.Equal(0, await window.Page.Locator("a[href^='javascript:' i], img[onerror], [onerror], main script, img[src^='http']").CountAsync());
    }
}
