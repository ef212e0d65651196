using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Containers;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A person chooses what keeps the agent, reads what it does not stop, and the agent works there.</summary>
public sealed class IsolationTests(Chromium chromium)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 150_000)]
    public async Task A_sandbox_and_a_container_are_chosen_and_the_agent_works_in_them()
    {
        Assert.SkipWhen(await MachineRungs.WhyNoSandboxAsync() is not null, await MachineRungs.WhyNoSandboxAsync() ?? "");
        Assert.SkipWhen(await MachineRungs.WhyNoContainerAsync() is not null, await MachineRungs.WhyNoContainerAsync() ?? "");
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var environment = new Dictionary<string, string>(bench.Home.Variables)
        {
            ["HOMEPORT_CONTAINER_ENGINE"] = TestImage.Engine,
            ["HOMEPORT_CONTAINER_IMAGE"] = await TestImage.EnsureAsync(Cancelled),
        };
        var homeport = await bench.StartAsync(environment, Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("harbour", Cancelled), Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        var screen = new TaskScreen(window);

        foreach (var (name, word) in ((string, string)[])[("Sandbox", "sandbox"), ("Container", "container")])
        {
            await window.GoToAsync("/board");
            await window.ButtonLike("^New task").First.ClickAsync();
            await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).First.FillAsync($"write-file {word}.txt");
            await window.ButtonLike("^Agent:").ClickAsync();
            await window.Page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex("^Demo") }).ClickAsync();
            await window.ButtonLike("^Isolation:").ClickAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Menu)).ToContainTextAsync("Does not stop the network");
            if (word == "sandbox")
            {
                await Chromium.PhotographAsync(window.Page, "new-task-isolation");
                await window.Page.SetViewportSizeAsync(390, 844);
                await Chromium.PhotographAsync(window.Page, "new-task-isolation-phone");
                await window.Page.SetViewportSizeAsync(1440, 900);
            }

            await window.Page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex($"^{name}") }).ClickAsync();
            await window.ButtonLike("^Permission mode:").ClickAsync();
            await window.Page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new Regex("never asks") }).ClickAsync();
            await Assertions.Expect(window.Page.GetByText("Type “bypass”")).ToHaveCountAsync(0); // something keeps it
            await window.ButtonLike("^Start").Last.ClickAsync();
            await window.ButtonLike("^Open").Last.ClickAsync();
            await screen.ExpectAnsweredAsync(window);
            await screen.ExpectStateAsync("In review");
            await Assertions.Expect(window.Page.Locator(".task-head")).ToContainTextAsync(name);
            var task = window.Page.Url.Split("/tasks/")[1].Split('?')[0];
            var worktree = (await person.GetAsync(task, Cancelled))["worktreePath"]!.GetValue<string>();
            Assert.True(File.Exists(Path.Combine(worktree, $"{word}.txt")));
            Assert.True(Directory.Exists(Path.Combine(bench.Root, "sandboxes", task)));
        }

        window.AssertQuiet();
        Assert.Equal(2, (await person.Operations.CallAsync("listIsolations", new JsonObject(), Cancelled))["isolations"]!.AsArray().Count(one => one!["detail"] is not null));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_terminal_of_a_sandboxed_task_is_in_the_sandbox_and_a_stop_leaves_nothing()
    {
        Assert.SkipWhen(await MachineRungs.WhyNoSandboxAsync() is not null, await MachineRungs.WhyNoSandboxAsync() ?? "");
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await desk.Person.Operations.CallAsync(
            "updateRepositoryGroup",
            new JsonObject { ["id"] = desk.Project, ["defaults"] = new JsonObject { ["isolation"] = "sandbox", ["network"] = false } }, Cancelled);
        var task = await desk.StartAsync("hang");
        var (window, screen) = await desk.VisitTaskAsync(task);
        await using var closing = window;
        await screen.ExpectStateAsync("Working");
        await Assertions.Expect(window.Page.Locator(".task-head")).ToContainTextAsync("Sandbox, no network");
        var opened = await desk.Person.Operations.CallAsync("createTerminal", new JsonObject { ["taskId"] = task, ["columns"] = 80, ["rows"] = 24 }, Cancelled);
        Assert.Equal("running", opened["terminal"]!["state"]!.GetValue<string>());

        await desk.Person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = task }, Cancelled);
        await screen.ExpectStateAsync("Interrupted");
        await desk.Person.Operations.CallAsync("closeTerminal", new JsonObject { ["id"] = opened["terminal"]!["id"]!.GetValue<string>() }, Cancelled);
    }
}
