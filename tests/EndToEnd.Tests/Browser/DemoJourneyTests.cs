using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>The whole life of a task with the demo agent: once by mouse, once without.</summary>
public sealed class DemoJourneyTests(Chromium chromium)
{
    private const string Readme = "# Harbour\n\nShips come and go.\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task By_mouse_a_task_is_allowed_commented_merged_and_the_merge_undone()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var repository = await HarbourAsync(bench);
        var before = await repository.HeadAsync("main", Cancelled);
        await using var window = await OpenBoardAsync(bench, repository);
        var (page, task) = (window.Page, new TaskScreen(window));
        await Assertions.Expect(window.ButtonLike("^New task")).ToBeVisibleAsync();
        await window.CheckAsync("empty board");

        await window.ButtonLike("^New task").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" }).FillAsync("edit-file README.md");
        await window.CheckAsync("new task");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Start") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();

        await task.ExpectApprovalAsync("Edited by the demo agent.");
        await window.CheckAsync("task that asks");
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("README.md is written.");

        await task.Tab("Changes").ClickAsync();
        await task.CommentAsync("Ships come and go.", "Say which ships.");
        await task.CommentAsync("Edited by the demo agent.", "Leave this line out.");
        await window.CheckAsync("changes with two comments");
        await window.ButtonLike("^Send both to").ClickAsync();

        await task.ExpectApprovalAsync("demo-notes.md");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Say which ships.");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Leave this line out.");
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");

        await task.MergeStep.ClickAsync();
        await task.ChooseStrategyAsync("Squash");
        await window.CheckAsync("merge");
        await task.MergeButton.ClickAsync();
        await task.ExpectStateAsync("Done");
        Assert.Equal(before, await repository.HeadAsync("main~1", Cancelled));
        Assert.Equal($"{Readme}Edited by the demo agent.\n", await repository.ShowAsync("main", "README.md", Cancelled));
        Assert.Equal("", await repository.GitAsync(["status", "--porcelain"], Cancelled));
        await window.CheckAsync("merged");

        await page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "Undo merge" }).ClickAsync();
        await task.ExpectStateAsync("In review");
        Assert.Equal(before, await repository.HeadAsync("main", Cancelled));
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task By_keyboard_alone_the_same()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var repository = await HarbourAsync(bench);
        var before = await repository.HeadAsync("main", Cancelled);
        await using var window = await OpenBoardAsync(bench, repository);
        var (page, task) = (window.Page, new TaskScreen(window));
        var keys = page.Keyboard;

        await Assertions.Expect(window.ButtonLike("^New task")).ToBeVisibleAsync();
        await keys.PressAsync("c");
        var prompt = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" });
        await Assertions.Expect(prompt).ToBeFocusedAsync();
        await keys.TypeAsync("edit-file README.md");
        await keys.PressAsync("Control+Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTitle(new Regex("need")).Or(page.GetByText("1 needs you")).First).ToBeVisibleAsync(new() { Timeout = TaskScreen.Turn });
        await keys.PressAsync("n");

        await task.ExpectApprovalAsync("Edited by the demo agent.");
        await keys.PressAsync("y");
        await task.ExpectStateAsync("In review");

        await window.TabToAsync(task.Differences);
        await CommentAsync(window, task, "Say more at the top.");
        await CommentAsync(window, task, "And here.");
        await keys.PressAsync("Control+Enter");
        await task.ExpectApprovalAsync("demo-notes.md");
        await keys.PressAsync("y");
        await task.ExpectStateAsync("In review");

        await keys.PressAsync("x");
        await keys.PressAsync("m");
        await window.TabToAsync(task.MergeButton);
        await keys.PressAsync("Enter");
        await task.ExpectStateAsync("Done");
        Assert.Equal(before, await repository.HeadAsync("main^1", Cancelled));
        var undo = page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "Undo merge" });
        await window.TabToAsync(undo);
        await keys.PressAsync("Enter");
        await task.ExpectStateAsync("In review");
        Assert.Equal(before, await repository.HeadAsync("main", Cancelled));

        await keys.PressAsync("Control+k");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await window.CheckAsync("palette");
        await keys.TypeAsync("inbox");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/inbox"));
        await Assertions.Expect(page.GetByText("Ready for review")).ToBeVisibleAsync();
        await window.CheckAsync("inbox");
        await keys.PressAsync("g");
        await keys.PressAsync("b");
        await page.WaitForURLAsync(new Regex("/board"));
        await keys.PressAsync("Shift+Slash");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
        await window.CheckAsync("list of keys");
        window.AssertQuiet();
    }

    private async Task<BrowserWindow> OpenBoardAsync(Workbench bench, WorkRepository repository)
    {
        var homeport = await bench.StartAsync(Cancelled);
        await using (var person = await Person.ConnectAsync(homeport, Cancelled))
        {
            await person.AddAsync(repository, Cancelled);
        }

        return await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
    }

    /// <summary>On the next line of the difference that has the focus; the focus returns to it.</summary>
    private static async Task CommentAsync(BrowserWindow window, TaskScreen task, string words)
    {
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(task.CommentField).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync(words);
        await window.Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(task.CommentField).ToHaveCountAsync(0);
        await Assertions.Expect(task.Differences).ToBeFocusedAsync();
    }

    private static async Task<WorkRepository> HarbourAsync(Workbench bench)
    {
        var repository = await bench.AddRepositoryAsync("harbour", Cancelled);
        await repository.WriteAsync("README.md", Readme, Cancelled);
        await repository.CommitAsync("Tell what it is", Cancelled);
        return repository;
    }
}
