using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>Every screen at every width, light and dark: nothing is wider than the window, and axe finds nothing.</summary>
public sealed class ScreenTests(Chromium chromium)
{
    private static readonly (string Path, string Landmark)[] Places =
    [
        ("/start", "Three choices to a running task"), ("/board", "Backlog"), ("/inbox", "Agents wait for you"), ("/fleet", "What takes room"), ("/past", "No past sessions"),
        ("/settings/agents", "Installed agents"), ("/settings/permissions", "Would this be allowed?"), ("/settings/projects", "New tasks start with"),
        ("/settings/kept", "Archive and trash"), ("/settings/appearance", "Theme"), ("/settings/sessions", "Access tokens"), ("/settings/about", "Checks"),
        ("/nowhere", "Board"),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task No_screen_is_too_wide_and_all_are_accessible()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var tasks = await FillAsync(desk);
        foreach (var (width, height, colors, audited) in Sizes())
        {
            await using var window = await desk.VisitAsync("/board", width, height, colors);
            foreach (var (path, landmark) in Places)
            {
                await SeeAsync(window, path, landmark, audited);
            }

            foreach (var id in tasks)
            {
                await SeeAsync(window, $"/tasks/{id}", "Message", audited);
            }
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task On_a_phone_a_request_is_found_and_allowed_in_the_inbox()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("write-file notes.txt");
        await using var window = await desk.VisitAsync("/board", 390, 844);
        await Assertions.Expect(window.Page.GetByText("write-file notes.txt").First).ToBeVisibleAsync();
        await desk.Person.FindApprovalAsync(id, 1, Cancelled);

        await window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Inbox") }).ClickAsync();
        await Assertions.Expect(window.ButtonLike("^Allow once")).ToBeVisibleAsync(); // the board has left, its heading with it
        await window.CheckAsync("inbox on a phone");
        await window.ButtonLike("^Allow once").ClickAsync();

        await desk.Person.FindTurnEndAsync(id, 1, Cancelled);
        await Assertions.Expect(window.Page.GetByText("Ready for review").First).ToBeVisibleAsync();
        await window.GoToAsync($"/tasks/{id}");
        await window.CheckAsync("task on a phone");
        await new TaskScreen(window).Tab("Changes").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Hello from the demo agent.").First).ToBeVisibleAsync();
        await window.CheckAsync("changes on a phone");
        window.AssertQuiet();
    }

    private static (int Width, int Height, ColorScheme Colors, bool Audited)[] Sizes() =>
    [
        (1440, 900, ColorScheme.Dark, true), (390, 844, ColorScheme.Light, true),
        (1024, 768, ColorScheme.Light, false), (2560, 1440, ColorScheme.Light, false),
    ];

    private static async Task SeeAsync(BrowserWindow window, string path, string landmark, bool audited)
    {
        await window.GoToAsync(path);
        var seen = landmark == "Message" ? window.Page.GetByLabel(landmark, new() { Exact = true }) : window.Page.GetByText(landmark).First;
        await Assertions.Expect(seen).ToBeAttachedAsync();
        var screen = $"{path} at {window.Page.ViewportSize!.Width}";
        await (audited ? window.CheckAsync(screen) : window.CheckWidthAsync(screen));
    }

    /// <summary>A task in each state that looks different; those with the most on their screen are returned.</summary>
    private static async Task<IReadOnlyList<string>> FillAsync(DemoDesk desk)
    {
        var waiting = await desk.StartAsync("ask-permission npm run build && npm test -- --reporter=verbose --a-very-long-option-that-does-not-end");
        var question = await desk.StartAsync("question");
        var failed = await desk.StartAsync("fail");
        var changed = await desk.Person.StartAsync(desk.Project, "demo", "accept_edits", "write-file src/harbour/a-name-that-goes-on-and-on/until-no-window-is-wide-enough.ts", Cancelled);
        await desk.Person.FindApprovalAsync(waiting, 1, Cancelled);
        await desk.Person.FindApprovalAsync(question, 1, Cancelled);
        await desk.Person.Events.FindTaskAsync(failed, Cancelled, "failed");
        await desk.Person.Events.FindTaskAsync(changed, Cancelled, "in_review");
        return [waiting, question, failed, changed];
    }
}
