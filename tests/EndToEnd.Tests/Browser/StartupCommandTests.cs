using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Programs;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A development server of a task: defined in the settings, started with the task, opened, stopped.</summary>
public sealed class StartupCommandTests(Chromium chromium)
{
    private const string Server = "printf '\\033[36mserving\\033[0m the docks\\n'; exec python3 -u -m http.server --bind 127.0.0.1 $PORT";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task A_server_starts_with_its_task_answers_at_its_own_port_and_leaves_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed.");
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var repository = await bench.AddRepositoryAsync("harbour", Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        var project = await person.AddAsync(repository, Cancelled);
        await ScriptAsync(person, project, "echo built > dock.html");
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var (page, screen) = (window.Page, new TaskScreen(window));

        var empty = await person.StartAsync(project, "demo", "accept_edits", "write-file a.txt", Cancelled);
        await window.GoToAsync($"/tasks/{empty}");
        await screen.Tab("Run").ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing to run yet")).ToBeVisibleAsync();
        await window.CheckAsync("run, nothing defined");
        await window.Button("Add a startup command").ClickAsync();
        await window.Button("Add a command").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).Last.FillAsync("Web");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Command" }).FillAsync(Server);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Ports" }).FillAsync("PATH");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Start with the task" }).CheckAsync();
        await window.CheckAsync("settings, a new command");
        Assert.Equal("invalid_request", await RefusalAsync(person, project));
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Ports" }).FillAsync("PORT");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".set-row")).ToContainTextAsync("starts with the task");
        await AddAsync(person, project, "Tests", "echo watching; sleep 1; exit 3");
        await Assertions.Expect(page.Locator(".set-row")).ToHaveCountAsync(2);
        await Chromium.PhotographAsync(page, "project-commands");

        var task = await person.StartAsync(project, "demo", "accept_edits", "write-file b.txt", Cancelled);
        await window.GoToAsync($"/tasks/{task}");
        await screen.ExpectStateAsync("In review");
        await screen.Tab("Run").ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^PORT 2") });
        await Assertions.Expect(link).ToBeVisibleAsync();
        var address = await link.GetAttributeAsync("href");
        Assert.Equal("noopener noreferrer", await link.GetAttributeAsync("rel"));
        using var http = new HttpClient();
        Assert.Equal("built\n", await http.GetStringAsync(new Uri($"{address}/dock.html"), Cancelled));
        var log = page.GetByRole(AriaRole.Group, new() { Name = "Output of Web" });
        await Assertions.Expect(log).ToContainTextAsync("GET /dock.html");
        await Assertions.Expect(log.Locator(".a-cyan")).ToHaveTextAsync("serving");
        await window.Button("Start Tests").ClickAsync();
        await Assertions.Expect(page.Locator(".runcard").Last).ToContainTextAsync("exit code 3");
        await window.CheckAsync("run, a server and an end");
        await PhotographAsync(window, homeport, task);

        var before = await ServersAsync(bench);
        await window.Button("Restart Web").ClickAsync();
        while (await ServersAsync(bench) is var now && (now.Length == 0 || now == before))
        {
            Cancelled.ThrowIfCancellationRequested(); // bounded by the limit of the test
        }

        await Assertions.Expect(link).ToBeVisibleAsync();
        Assert.Equal(address, await link.GetAttributeAsync("href"));
        await window.Button("Stop Web").ClickAsync();
        await Assertions.Expect(window.Button("Start Web")).ToBeVisibleAsync();
        await Assertions.Expect(link).ToHaveCountAsync(0);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(address!), Cancelled));
        Assert.Equal("", await ServersAsync(bench));

        await window.Button("Start Web").ClickAsync();
        await Assertions.Expect(link).ToBeVisibleAsync();
        await person.Operations.CallAsync("deleteUnitTask", new JsonObject { ["id"] = task }, Cancelled);
        Assert.Equal("", await ServersAsync(bench));
        window.AssertQuiet();
    }

    private static async Task ScriptAsync(Person person, string project, string setup) => await person.Operations.CallAsync(
        "updateRepositoryGroup", new JsonObject { ["id"] = project, ["scripts"] = new JsonObject { ["setup"] = setup } }, Cancelled);

    private static async Task AddAsync(Person person, string project, string name, string command) => await person.Operations.CallAsync(
        "addStartupCommand", new JsonObject { ["projectId"] = project, ["name"] = name, ["command"] = command }, Cancelled);

    private static async Task<string> RefusalAsync(Person person, string project)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => person.Operations.CallAsync(
            "addStartupCommand",
            new JsonObject { ["projectId"] = project, ["name"] = "x", ["command"] = "x", ["portNames"] = new JsonArray("PATH") }, Cancelled));
        return refused.Message.Contains("invalid_request", StringComparison.Ordinal) ? "invalid_request" : refused.Message;
    }

    /// <summary>Development servers of this bench that run, one to a line.</summary>
    private static async Task<string> ServersAsync(Workbench bench)
    {
        const string Look = """
            for process in /proc/[0-9]*; do
              case $(readlink "$process/cwd") in "$1"*) tr '\0' ' ' < "$process/cmdline" | grep http.server | sed "s|^|${process##*/} |";; esac
            done 2>/dev/null
            true
            """;
        var run = await ProgramRun.RunAsync("/bin/sh", ["-c", Look, "sh", bench.Root], "/", environment: null, TimeSpan.FromSeconds(20), Cancelled);
        return run.Output.Trim();
    }

    private async Task PhotographAsync(BrowserWindow window, HomeportProcess homeport, string task)
    {
        await Chromium.PhotographAsync(window.Page, "task-run-light");
        await using (var dark = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled, colors: ColorScheme.Dark))
        {
            await LookAsync(dark, task, "task-run-dark");
        }

        await using var phone = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled, 390, 844);
        await LookAsync(phone, task, "task-run-phone");
    }

    private static async Task LookAsync(BrowserWindow window, string task, string name)
    {
        await window.GoToAsync($"/tasks/{task}");
        await new TaskScreen(window).Tab("Run").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Group, new() { Name = "Output of Web" })).ToContainTextAsync("serving");
        await window.CheckAsync(name);
        await Chromium.PhotographAsync(window.Page, name);
    }
}
