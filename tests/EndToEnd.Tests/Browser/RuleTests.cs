using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>Answers that are kept, and those that are given by others and by real agents' plans.</summary>
public sealed class RuleTests(Chromium chromium)
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_command_is_always_allowed_with_an_edited_pattern_and_the_second_ask_is_answered_by_the_rule()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("ask-permission npm test --watch=false"));
        await using var closing = window;
        var page = window.Page;
        await task.ExpectApprovalAsync("npm test --watch=false");

        await page.Keyboard.PressAsync("Enter"); // never an allowance
        await page.Keyboard.PressAsync("2");
        var pattern = page.GetByRole(AriaRole.Textbox, new() { Name = "Commands that begin with" });
        await Assertions.Expect(pattern).ToHaveValueAsync("npm test *");
        await page.GetByRole(AriaRole.Button, new() { Name = "Everywhere" }).ClickAsync();
        await window.CheckAsync("rule that is kept");
        await pattern.FillAsync("npm *");
        await pattern.PressAsync("Enter");
        await KeepButton(window).ClickAsync();
        await Assertions.Expect(task.Approval).ToHaveCountAsync(0);
        await Assertions.Expect(task.Timeline).ToContainTextAsync("kept as “npm *”");
        await task.ExpectStateAsync("Done");

        await task.Composer.FillAsync("ask-permission npm run lint");
        await task.Composer.PressAsync("Control+Enter");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("by the rule “npm *”", new() { Timeout = TaskScreen.Turn });
        await Assertions.Expect(task.Approval).ToHaveCountAsync(0);

        await window.GoToAsync("/settings/permissions");
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "npm *" })).ToContainTextAsync("Everywhere");
        await window.ButtonLike("^Agent: Any agent").ClickAsync();
        await page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Demo agent" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "A command" }).FillAsync("npm run lint && git push");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "No rule allows" })).ToContainTextAsync("git push");
        await window.CheckAsync("permissions");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_pattern_that_would_allow_anything_is_refused_in_its_place_and_nothing_is_answered()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("ask-permission npm test"));
        await using var closing = window;
        await task.ExpectApprovalAsync("npm test");

        await window.Page.Keyboard.PressAsync("2");
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Commands that begin with" }).FillAsync("sudo *");
        await KeepButton(window).ClickAsync();

        await Assertions.Expect(task.Approval.GetByRole(AriaRole.Alert)).ToContainTextAsync("runs whatever follows it");
        await window.CheckAsync("rule that cannot be kept");
        await window.Button("Cancel").ClickAsync();
        await task.ExpectApprovalAsync("npm test");
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("Done");
    }

    [Fact(Timeout = Limit)]
    public async Task Rules_are_made_changed_and_forgotten_in_the_settings_and_answer_what_waits()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var waiting = await desk.StartAsync("ask-permission git push origin main");
        await desk.Person.FindApprovalAsync(waiting, 1, Cancelled);
        await using var window = await desk.VisitAsync("/settings/permissions", 390, 844, ColorScheme.Dark);
        var page = window.Page;

        await window.Button("New rule").ClickAsync();
        await window.Button("Deny").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Commands that begin with" }).FillAsync("git push *");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("never push");
        await window.CheckAsync("new rule on a phone");
        await window.Button("Make the rule").ClickAsync();
        var row = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "git push *" });
        await Assertions.Expect(row).ToContainTextAsync("Deny");
        await desk.Person.FindTurnEndAsync(waiting, 1, Cancelled); // it was denied at once
        await window.CheckAsync("permissions on a phone");

        await window.Button("Change never push").ClickAsync();
        await window.Button("Ask").ClickAsync();
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Ask");
        await window.Button("Forget never push").ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task Of_two_people_the_faster_one_answers_and_the_other_sees_it_at_once()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("ask-permission make");
        var (window, task) = await desk.VisitTaskAsync(id);
        await using var closing = window;
        await using var phone = await desk.VisitAsync("/inbox", 390, 844, ColorScheme.Dark);
        await task.ExpectApprovalAsync("make");
        await Assertions.Expect(phone.ButtonLike("^Allow once")).ToBeVisibleAsync();
        await phone.Button("Always…").ClickAsync();
        await phone.CheckAsync("keeping a rule on a phone");
        Assert.True((await KeepButton(phone).BoundingBoxAsync())!.Height >= 44);

        await task.AnswerAsync("Reject");

        await Assertions.Expect(phone.ButtonLike("^Allow")).ToHaveCountAsync(0);
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Denied");
        window.AssertQuiet();
        phone.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_question_is_answered_in_ones_own_words()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("question"));
        await using var closing = window;
        await task.ExpectApprovalAsync("Which colour shall the button have?");

        await task.Approval.GetByRole(AriaRole.Textbox, new() { Name = "Or answer in your own words" }).FillAsync("green, like the sea");
        await window.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(task.Timeline).ToContainTextAsync("You chose: green, like the sea.");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_plan_of_Claude_Code_is_changed_and_then_approved()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var id = await person.StartAsync(project, "claude_code", "plan", "fake:plan plan=\"# A plan\\n\\n1. Write hello.txt\"", Cancelled);
        await using var window = await BrowserWindow.OpenAsync(chromium, homeport, Cancelled);
        await window.GoToAsync($"/tasks/{id}");
        var task = new TaskScreen(window);
        await task.ExpectApprovalAsync("Write hello.txt");

        await window.Button("Edit plan").ClickAsync();
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "The plan" }).FillAsync("# My plan\n\n1. Paint the fence");
        await window.CheckAsync("plan that is changed");
        await Assertions.Expect(task.Approval.Locator(".approval__acts:not([inert])")).ToBeVisibleAsync();
        await task.AnswerAsync("Approve as changed");

        await bench.Models.Requests.FindAsync(request => request.Body?.ToJsonString().Contains("Paint the fence", StringComparison.Ordinal) == true, Cancelled);
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Plan approved as changed");
        window.AssertQuiet();
    }

    /// <summary>Once it takes a click.</summary>
    private static ILocator KeepButton(BrowserWindow window) =>
        window.Page.Locator(".keep__acts:not([inert])").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("and keep$") });
}
