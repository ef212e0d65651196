using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>The main job as a person does it: in a browser, with the real Claude Code, on a real repository.</summary>
public sealed class MainJobTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_task_is_started_approved_commented_and_merged()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var repository = await bench.AddRepositoryAsync("Hafen büro", Cancelled);
        var page = await chromium.OpenAsync(1440, 900, ColorScheme.Light);
        var faults = Watch(page);

        await Chromium.ExplainAsync(page, async () =>
        {
            await SignInAsync(page, homeport);
            await StartAsync(page, repository.Path, "Please fake:write-file path=hello.txt content=\"one\\ntwo\\n\"");
            await ApproveAsync(page, "task-approval");
            await CommentAsync(page, "hello.txt", "One more line: fake:write-file path=more.txt content=three");
            await ApproveAsync(page, "task-second-approval");
            await MergeAsync(page);
        });

        Assert.Equal("one\ntwo\n", await repository.ShowAsync("main", "hello.txt", Cancelled));
        Assert.Equal("three", await repository.ShowAsync("main", "more.txt", Cancelled));
        Assert.Equal("", await repository.GitAsync(["status", "--porcelain"], Cancelled));
        Assert.Empty(faults);
        await page.CloseAsync();
    }

    private static async Task SignInAsync(IPage page, HomeportProcess homeport)
    {
        await Chromium.SignInAsync(page, homeport.Http, Cancelled);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Three choices to a running task" })).ToBeVisibleAsync();
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);
    }

    private static async Task StartAsync(IPage page, string path, string prompt)
    {
        await page.GetByRole(AriaRole.Radio, new() { Name = "Claude Code" }).CheckAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Find one, type a path" }).FillAsync(path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add this folder" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Hafen büro" })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" }).FillAsync(prompt);
        await Chromium.PhotographAsync(page, "start");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Start") }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/tasks/"));
    }

    private static async Task ApproveAsync(IPage page, string picture)
    {
        var approval = page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^Approval:") });
        await Assertions.Expect(approval).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Chromium.PhotographAsync(page, picture);
        await approval.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Allow once") }).ClickAsync(); // inert for its first half second
        await Assertions.Expect(approval).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Merge") })).ToBeEnabledAsync(new() { Timeout = 30_000 });
    }

    private static async Task CommentAsync(IPage page, string file, string words)
    {
        await page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^Changes") }).ClickAsync();
        var line = page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^Differences") }).GetByText("two").Last;
        await line.HoverAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment on this line" }).First.ClickAsync();
        await page.GetByPlaceholder("What should change here?").FillAsync(words);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Not sent", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(file).First).ToBeVisibleAsync();
        await Chromium.PhotographAsync(page, "task-changes");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send to Claude Code") }).ClickAsync();
    }

    private static async Task MergeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Merge") }).First.ClickAsync();
        var merge = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Merge into main") });
        await Assertions.Expect(merge).ToBeEnabledAsync();
        await Chromium.PhotographAsync(page, "task-merge");
        await merge.ClickAsync();
        await Assertions.Expect(page.GetByText("Merged into main").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GotoAsync(new Uri(new Uri(page.Url), "/board").AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("Done") }).First).ToBeVisibleAsync();
        await Chromium.PhotographAsync(page, "board");
    }

    /// <summary>Errors of scripts, refused content and failed requests; a page that does its job has none.</summary>
    private static ConcurrentQueue<string> Watch(IPage page)
    {
        var faults = new ConcurrentQueue<string>();
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                faults.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        return faults;
    }
}
