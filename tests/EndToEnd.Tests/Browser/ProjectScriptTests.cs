using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What a project does around its worktrees, from its settings to a task.</summary>
public sealed class ProjectScriptTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Patterns_and_scripts_are_written_down_and_are_the_first_steps_of_a_task()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var (homeport, person, project) = await HarbourAsync(bench);
        await using var ending = person;
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var page = window.Page;

        await window.GoToAsync("/settings/projects");
        await page.GetByText("New worktrees").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Copy ignored files" }).FillAsync(".env*\n!.env.example\nnode_modules/\nlocal/");
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Files that would be copied" })).ToContainTextAsync(".env.local");
        await Assertions.Expect(page.GetByText("6 files,")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("outside of the repository")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Setup script" })
            .FillAsync("printf '\\033[32madded 212 packages\\033[0m in 2s\\n'\ncat .env | wc -l\necho \"ready on $HOMEPORT_BRANCH\"");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Cleanup script" }).FillAsync("echo put away");
        await window.CheckAsync("project settings, scripts");
        await Chromium.PhotographAsync(page, "project-scripts");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(page.GetByText("Not saved yet")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("4 patterns, setup script, cleanup script")).ToBeVisibleAsync();

        await using (var phone = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled, 390, 844, ColorScheme.Dark))
        {
            await phone.GoToAsync($"/settings/projects?project={project}&open=scripts");
            await Assertions.Expect(phone.Page.GetByRole(AriaRole.List, new() { Name = "Files that would be copied" })).ToContainTextAsync(".env.local");
            await phone.CheckAsync("project settings on a phone, dark");
            await Chromium.PhotographAsync(phone.Page, "project-scripts-phone");
        }

        var task = await person.StartAsync(project, "demo", "accept_edits", "write-file hello.txt", Cancelled);
        await window.GoToAsync($"/tasks/{task}");
        var screen = new TaskScreen(window);
        await screen.ExpectStateAsync("In review");
        var cards = screen.Timeline.Locator(".tool");
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("Copied ignored files");
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("6 files,");
        await Assertions.Expect(cards.Nth(1)).ToContainTextAsync("Set up");
        await cards.Nth(0).Locator("summary").ClickAsync();
        await cards.Nth(1).Locator("summary").ClickAsync();
        await Assertions.Expect(cards.Nth(1)).ToContainTextAsync("ready on homeport/write-file-hello-txt");
        await Assertions.Expect(cards.Nth(1).Locator(".a-green")).ToHaveTextAsync("added 212 packages");
        await window.CheckAsync("task with setup steps");
        await Chromium.PhotographAsync(page, "task-setup");
        var worktree = (await person.GetAsync(task, Cancelled))["worktreePath"]!.GetValue<string>();
        Assert.Equal("KEY=1\n", await File.ReadAllTextAsync(Path.Combine(worktree, ".env"), Cancelled));
        Assert.False(File.Exists(Path.Combine(worktree, ".env.example")));

        await person.Operations.CallAsync("deleteUnitTask", new JsonObject { ["id"] = task }, Cancelled);
        await Assertions.Expect(cards.Last).ToContainTextAsync("Cleaned up");
        window.AssertQuiet();
    }

    [Fact(Timeout = 240_000)]
    public async Task A_failing_setup_is_shown_with_its_output_and_can_be_left_out()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var (homeport, person, project) = await HarbourAsync(bench);
        await using var ending = person;
        await person.Operations.CallAsync("updateRepositoryGroup", new JsonObject
        {
            ["id"] = project,
            ["scripts"] = new JsonObject { ["setup"] = "echo looking; echo 'npm error code E404' >&2; exit 1" },
        }, Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var task = await person.StartAsync(project, "demo", "accept_edits", "write-file hello.txt", Cancelled);

        await window.GoToAsync($"/tasks/{task}");
        var screen = new TaskScreen(window);
        await screen.ExpectStateAsync("Failed");
        await Assertions.Expect(window.Page.Locator(".banner--bar")).ToContainTextAsync("The setup script ended with exit code 1. It wrote: npm error code E404");
        await Assertions.Expect(screen.Timeline.Locator(".tool--failed")).ToContainTextAsync("looking");
        await window.CheckAsync("task whose setup failed");
        await Chromium.PhotographAsync(window.Page, "task-setup-failed");
        await window.Button("Edit the script").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Setup script" })).ToHaveValueAsync(new Regex("^echo looking"));
        await window.Page.GoBackAsync();
        await window.Button("Start without setup").ClickAsync();
        await screen.ExpectStateAsync("In review");
        window.AssertQuiet();
    }

    /// <summary>A repository with things that git ignores, as people have them.</summary>
    private static async Task<(HomeportProcess Homeport, Person Person, string Project)> HarbourAsync(Workbench bench)
    {
        var repository = await bench.AddRepositoryAsync("harbour", Cancelled);
        await repository.WriteAsync(".gitignore", ".env*\nnode_modules/\nlocal/\n", Cancelled);
        await repository.CommitAsync("Ignore", Cancelled);
        await repository.WriteAsync(".env", "KEY=1\n", Cancelled);
        await repository.WriteAsync(".env.local", "PASSWORD=secret\n", Cancelled);
        await repository.WriteAsync(".env.example", "KEY=\n", Cancelled);
        await repository.WriteAsync("node_modules/left/index.js", new string('x', 12_000), Cancelled);
        await repository.WriteAsync("node_modules/right/index.js", new string('y', 3_000), Cancelled);
        await repository.WriteAsync("node_modules/.package-lock.json", "{}", Cancelled);
        await repository.WriteAsync("local/notes.md", "mine\n", Cancelled);
        File.CreateSymbolicLink(Path.Combine(repository.Path, "local", "shared"), "/etc/hostname");
        var homeport = await bench.StartAsync(Cancelled);
        var person = await Person.ConnectAsync(homeport, Cancelled);
        return (homeport, person, await person.AddAsync(repository, Cancelled));
    }
}
