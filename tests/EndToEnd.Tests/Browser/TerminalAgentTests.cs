using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A program in a terminal as the agent of a task, and MCP servers, as a person meets them on the screen.</summary>
public sealed class TerminalAgentTests(Chromium chromium)
{
    private const string Chat =
        """
        #!/bin/bash
        printf '\033[1mHarbour chat\033[0m\n'
        while printf '> ' && read -r line; do
          [ "$line" = bye ] && exit 0
          echo "$line" >> said.txt
          echo "You said: $line"
        done
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_registered_program_works_in_its_terminal_through_a_reload_and_a_new_host_until_it_ends()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var program = Path.Combine(desk.Bench.Home.Path, "chat");
        await File.WriteAllTextAsync(program, Chat, Cancelled);
        MakeExecutable(program);
        await using var window = await desk.VisitAsync("/settings/agents");
        var page = window.Page;

        await window.Button("Add program").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Harbour chat");
        await page.GetByLabel("Command line").FillAsync($"\"{program}\"");
        await window.CheckAsync("a program to be registered");
        await Chromium.PhotographAsync(page, "terminal-agent-form");
        await window.Button("Add").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Harbour chat" })).ToContainTextAsync("The first prompt is typed in.");
        await window.CheckAsync("a registered program");
        await Chromium.PhotographAsync(page, "terminal-agent-settings");

        var task = await desk.Person.StartAsync(desk.Project, "terminal:harbour-chat", "ask", "Hello harbour", Cancelled);
        await window.GoToAsync($"/tasks/{task}");
        await ExpectAsync(page, "You said: Hello harbour");
        await Assertions.Expect(page.GetByText("guessed")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("This program asks in its own terminal")).ToBeVisibleAsync();
        await window.CheckAsync("a task in a terminal");
        await Chromium.PhotographAsync(page, "terminal-agent");

        await page.ReloadAsync();
        await ExpectAsync(page, "You said: Hello harbour");
        await page.GetByLabel("Message").FillAsync("And now?");
        await window.Button("Type it in").ClickAsync();
        await ExpectAsync(page, "You said: And now?");
        await desk.Person.FindTurnEndAsync(task, 1, Cancelled);

        if (!Planes.AreOneProcess)
        {
            await desk.KillAsync();
            await desk.StartAgainAsync();
            await ExpectAsync(page, "You said: And now?");
        }

        await Assertions.Expect(page.Locator(".term__frame")).ToHaveAttributeAsync("data-link", "open", new() { Timeout = 30_000 });
        await page.Locator(".term__frame").ClickAsync();
        await page.Keyboard.TypeAsync("bye\n");
        await Assertions.Expect(page.GetByText("The program has ended")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await new TaskScreen(window).ExpectStateAsync("In review");
        await window.CheckAsync("a task whose program has ended");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Chromium.PhotographAsync(page, "terminal-agent-ended-dark");
        await page.SetViewportSizeAsync(390, 844);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Agent" }).ClickAsync();
        await window.CheckAsync("a task in a terminal, on a phone");
        await Chromium.PhotographAsync(page, "terminal-agent-phone-dark");
        await window.Button("Timeline").ClickAsync();
        await Assertions.Expect(page.GetByText("Hello harbour").First).ToBeVisibleAsync();
    }

    [Fact(Timeout = 240_000)]
    public async Task An_MCP_server_is_off_until_what_it_runs_was_seen_and_the_task_says_who_did_not_get_it()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        await using var window = await desk.VisitAsync("/settings/mcp");
        var page = window.Page;
        await Chromium.PhotographAsync(page, "mcp-empty");
        await window.Button("Add server").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("docs");
        await page.GetByLabel("Command line").FillAsync("cat --number");
        await page.GetByLabel("Environment").FillAsync("DOCS_KEY=hunter2-and-more");
        await window.CheckAsync("an MCP server to be added");
        await Chromium.PhotographAsync(page, "mcp-form");
        await window.Button("Add").ClickAsync();

        var question = page.GetByRole(AriaRole.Region, new() { Name = "Switch on docs" });
        await Assertions.Expect(question).ToContainTextAsync("cat --number");
        await Assertions.Expect(question).ToContainTextAsync("SHA-256");
        await Assertions.Expect(page.GetByText("hunter2")).ToHaveCountAsync(0);
        await window.CheckAsync("what an MCP server runs");
        await Chromium.PhotographAsync(page, "mcp-consent");
        await question.GetByRole(AriaRole.Button, new() { Name = "Switch on", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "docs" }).GetByText("on", new() { Exact = true })).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.SetViewportSizeAsync(390, 844);
        await window.CheckAsync("MCP servers, on a phone");
        await Chromium.PhotographAsync(page, "mcp-phone-dark");
        await page.SetViewportSizeAsync(1440, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

        var task = await desk.StartAsync("echo hello");
        await window.GoToAsync($"/tasks/{task}");
        await window.Button("0 of 1 MCP servers").ClickAsync();
        await Assertions.Expect(page.GetByText("Demo agent takes no MCP servers")).ToBeVisibleAsync();
        await window.CheckAsync("MCP servers of a session");
        await Chromium.PhotographAsync(page, "mcp-session");
        window.AssertQuiet();
    }

    private static Task ExpectAsync(IPage page, string line) =>
        Assertions.Expect(page.Locator(".aterm__screen .xterm-rows")).ToContainTextAsync(line, new() { Timeout = 30_000 });

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
