using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>The fleet with real processes, worktrees and trash: what is shown is there, what goes is what was chosen, what comes back is whole.</summary>
public sealed class FleetTests(Chromium chromium)
{
    private const string Running = "hang";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task A_running_tasks_process_is_shown_and_a_clean_up_is_undone_with_its_untracked_file()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.StartAsync(Running);
        var ended = await EndedAsync(desk, "write-file notes.txt");
        var worktree = (await desk.Person.GetAsync(ended, Cancelled))["worktreePath"]!.GetValue<string>();
        await File.WriteAllTextAsync(Path.Combine(worktree, "untracked.txt"), "not in git", Cancelled);
        await using var window = await desk.VisitAsync("/board");
        var page = window.Page;

        await Assertions.Expect(window.ButtonLike("^New task")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("f");
        await page.WaitForURLAsync(new Regex("/fleet"));
        var runs = page.GetByRole(AriaRole.Region, new() { Name = "What runs" });
        var group = runs.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = Running }) });
        await Assertions.Expect(group.GetByText("homeport demo-agent")).ToBeVisibleAsync();
        await Assertions.Expect(group.GetByText(new Regex(@"^\d+(\.\d+)? MiB$")).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(new Regex("^1 of [0-9]+ places in use"))).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        await window.CheckAsync("fleet");

        await window.Button("Clean up…").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByText("Nothing to clean up")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Any time ago" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("can be undone")).ToBeVisibleAsync();
        await window.CheckAsync("clean-up preview");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Clean up 1 thing" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("1 thing was cleaned up")).ToBeVisibleAsync();
        Assert.False(Directory.Exists(worktree));
        await window.CheckAsync("clean-up result");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        var trash = page.GetByRole(AriaRole.Region, new() { Name = "Trash" });
        await trash.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Put back ") }).ClickAsync();
        await Assertions.Expect(trash.GetByText("The trash is empty")).ToBeVisibleAsync();
        Assert.Equal("not in git", await File.ReadAllTextAsync(Path.Combine(worktree, "untracked.txt"), Cancelled));
        Assert.Equal(worktree, (await desk.Person.GetAsync(ended, Cancelled))["worktreePath"]!.GetValue<string>());
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task On_a_phone_in_the_dark_a_task_is_stopped_and_the_trash_emptied()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var running = await desk.StartAsync(Running);
        var ended = await EndedAsync(desk, "write-file notes.txt");
        await desk.Person.Operations.CallAsync("deleteUnitTask", new JsonObject { ["id"] = ended }, Cancelled);
        await using var window = await desk.VisitAsync("/board", 390, 844, ColorScheme.Dark);
        var page = window.Page;

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Fleet" }).ClickAsync();
        await Assertions.Expect(page.GetByText("homeport demo-agent").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("with its deleted task")).ToBeVisibleAsync();
        await window.CheckAsync("fleet on a phone");
        await Chromium.PhotographAsync(page, Path.Combine("last", "fleet-phone-dark"));

        await window.Button($"Stop {Running}").ClickAsync();
        await Assertions.Expect(window.Button($"Stop {Running}")).ToHaveCountAsync(0);
        Assert.Equal("interrupted", (await desk.Person.GetAsync(running, Cancelled))["state"]!.GetValue<string>());

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove .* for good$") }).ClickAsync();
        await window.CheckAsync("a question before the trash is emptied");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(desk.Bench.Root, "trash")));
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_drained_worker_ends_and_a_fresh_one_takes_its_place()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await using var window = await desk.VisitAsync("/fleet");
        var page = window.Page;
        var before = (await desk.Person.Operations.CallAsync("getFleet", [], Cancelled))["workers"]![0]!["processId"]!.GetValue<int>();

        await window.ButtonLike("^Drain ").ClickAsync();
        await window.CheckAsync("a question before a worker is drained");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();

        await Assertions.Expect(page.GetByText($"process {before}", new() { Exact = false })).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText(new Regex("^0 of [0-9]+ places in use"))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        var done = await EndedAsync(desk, "write-file notes.txt");
        Assert.Equal("rejected", (await desk.Person.GetAsync(done, Cancelled))["state"]!.GetValue<string>());
    }

    /// <summary>A task that ran and was rejected.</summary>
    private static async Task<string> EndedAsync(DemoDesk desk, string prompt)
    {
        var task = await desk.Person.StartAsync(desk.Project, "demo", "accept_edits", prompt, Cancelled);
        await desk.Person.FindTurnEndAsync(task, 1, Cancelled);
        await desk.Person.Operations.CallAsync("updateUnitTaskStatus", new JsonObject { ["id"] = task, ["status"] = "rejected" }, Cancelled);
        return task;
    }
}
