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
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var task = new TaskScreen(window);

        await StartAsync(window, repository.Path, "Please fake:write-file path=hello.txt content=\"one\\ntwo\\n\"");
        await ApproveAsync(window, task, "hello.txt");

        await task.Tab("Changes").ClickAsync();
        await task.CommentAsync("two", "One more line: fake:write-file path=more.txt content=three");
        await window.CheckAsync("changes with a comment");
        await window.ButtonLike("^Send to Claude Code").ClickAsync();
        await ApproveAsync(window, task, "more.txt");

        await task.MergeStep.ClickAsync();
        await Assertions.Expect(task.MergeButton).ToBeEnabledAsync();
        await window.CheckAsync("merge");
        await task.MergeButton.ClickAsync();
        await task.ExpectStateAsync("Done");
        await Assertions.Expect(window.Page.GetByText("Merged into main").First).ToBeVisibleAsync();
        Assert.Equal("one\ntwo\n", await repository.ShowAsync("main", "hello.txt", Cancelled));
        Assert.Equal("three", await repository.ShowAsync("main", "more.txt", Cancelled));
        Assert.Equal("", await repository.GitAsync(["status", "--porcelain"], Cancelled));

        await window.GoToAsync("/board");
        await Assertions.Expect(window.Heading("^Done")).ToBeVisibleAsync();
        await window.CheckAsync("board");
        window.AssertQuiet();
    }

    private static async Task StartAsync(BrowserWindow window, string path, string prompt)
    {
        var page = window.Page;
        await page.GetByRole(AriaRole.Radio, new() { Name = "Claude Code" }).CheckAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Find one, type a path" }).FillAsync(path);
        await window.Button("Add this folder").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Hafen büro" })).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" }).FillAsync(prompt);
        await window.CheckAsync("start");
        await window.ButtonLike("^Start").ClickAsync();
        await page.WaitForURLAsync(new Regex("/tasks/"));
    }

    private static async Task ApproveAsync(BrowserWindow window, TaskScreen task, string file)
    {
        await task.ExpectApprovalAsync(file);
        await window.CheckAsync($"request for {file}");
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");
    }
}
