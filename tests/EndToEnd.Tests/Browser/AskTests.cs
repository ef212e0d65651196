using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What an agent asks, and what a person says while it works.</summary>
public sealed class AskTests(Chromium chromium)
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_question_is_answered_by_a_digit()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("question"));
        await using var closing = window;
        await task.ExpectApprovalAsync("Which colour shall the button have?");
        await window.CheckAsync("question");

        await window.Page.Keyboard.PressAsync("2");
        await Assertions.Expect(task.Approval.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Red") })).ToBeCheckedAsync();
        await task.AnswerAsync("Answer");

        await Assertions.Expect(task.Timeline).ToContainTextAsync("You chose: red.");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_plan_is_sent_back_with_a_wish_and_then_approved()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("plan"));
        await using var closing = window;
        await task.ExpectApprovalAsync("Go by this plan?");
        await window.CheckAsync("plan");

        await task.Approval.GetByRole(AriaRole.Textbox, new() { Name = "Reason for the agent" }).FillAsync("Smaller steps, please.");
        await task.AnswerAsync("Keep planning");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Then I keep planning.");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Smaller steps, please.");

        await task.ExpectApprovalAsync("Go by this plan?");
        await task.AnswerAsync("Approve and accept edits");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("That was the plan.");
        await Assertions.Expect(task.Tab("Changes")).ToContainTextAsync("1");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task A_no_is_given_with_its_reason()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("write-file notes.txt"));
        await using var closing = window;
        await task.ExpectApprovalAsync("notes.txt");

        await window.Button("More answers").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("^Deny with a reason") }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Reason for the agent" }).FillAsync("Not in this repository.");
        await window.CheckAsync("request with a reason");
        await window.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(task.Approval).ToHaveCountAsync(0);
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Not in this repository.");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("You said no, so notes.txt stays as it is.");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Now I know why.", new() { Timeout = TaskScreen.Turn });
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task Follow_ups_wait_in_a_queue_that_can_be_changed_and_a_stop_is_obeyed()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("long-stream 6000"));
        await using var closing = window;
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 20", new() { Timeout = TaskScreen.Turn });
        foreach (var prompt in (string[])["write-file first.txt", "write-file second.txt"])
        {
            await task.Composer.FillAsync(prompt);
            await task.Composer.PressAsync("Control+Enter");
            await Assertions.Expect(task.Composer).ToHaveValueAsync("");
        }

        var queue = window.Page.GetByRole(AriaRole.List, new() { NameRegex = new Regex("queued prompt") }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(queue).ToHaveCountAsync(2);
        await window.CheckAsync("task with a queue");
        await queue.First.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await queue.First.GetByRole(AriaRole.Textbox).FillAsync("write-file changed.txt");
        await queue.First.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(queue.First).ToContainTextAsync("write-file changed.txt");
        await queue.Last.GetByRole(AriaRole.Button, new() { Name = "Take out of the queue" }).ClickAsync();
        await Assertions.Expect(queue).ToHaveCountAsync(1);

        await window.Button("Stop the agent").ClickAsync();
        await task.ExpectStateAsync("Interrupted");
        await window.CheckAsync("interrupted task");

        await window.Button("Resume").ClickAsync();
        await task.ExpectApprovalAsync("demo-notes.md");
        await task.AnswerAsync("Allow once");
        await task.ExpectApprovalAsync("changed.txt"); // what was queued comes after what was interrupted
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(queue).ToHaveCountAsync(0);
        await Assertions.Expect(task.Differences).ToContainTextAsync("Hello from the demo agent.");
        await window.Button("Fold changed.txt").ClickAsync(new() { Trial = true }); // its head is not covered by the one of a file below
        window.AssertQuiet();
    }
}
