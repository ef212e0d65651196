using System.Text.RegularExpressions;
using Homeport.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What is seen is what is: through reloads, crashes, in two windows, without a network.</summary>
public sealed partial class LiveTests(Chromium chromium)
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_stream_is_whole_after_a_reload_in_the_middle()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("long-stream 300"));
        await using var closing = window;
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 5", new() { Timeout = TaskScreen.Turn });

        await window.Page.ReloadAsync();

        await Assertions.Expect(task.Timeline).ToContainTextAsync("Turn ended", new() { Timeout = TaskScreen.Turn });
        Assert.Equal(Enumerable.Range(1, 300), await DeltasAsync(task));
        await window.CheckAsync("long answer");
        window.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task After_a_crash_of_the_host_the_page_connects_by_itself_and_shows_what_the_agent_said_meanwhile()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process the agent ends with the host.");
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("long-stream 1000"));
        await using var closing = window;
        await window.Page.EvaluateAsync("window.sameLoad = true");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 50", new() { Timeout = TaskScreen.Turn });

        await desk.KillAsync();
        await Assertions.Expect(window.Page.GetByText(new Regex("^Reconnecting"))).ToBeVisibleAsync();
        await desk.StartAgainAsync();

        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 1000", new() { Timeout = 60_000 });
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Turn ended", new() { Timeout = TaskScreen.Turn });
        Assert.Equal(Enumerable.Range(1, 1000), await DeltasAsync(task));
        Assert.True(await window.Page.EvaluateAsync<bool>("window.sameLoad === true"));
    }

    [Fact(Timeout = Limit)]
    public async Task After_a_crash_of_both_planes_the_page_connects_by_itself_and_the_task_is_resumed()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var (window, task) = await desk.VisitTaskAsync(await desk.StartAsync("long-stream 6000"));
        await using var closing = window;
        await window.Page.EvaluateAsync("window.sameLoad = true");
        await Assertions.Expect(task.Timeline).ToContainTextAsync("delta 50", new() { Timeout = TaskScreen.Turn });

        await desk.KillAsync();
        SidecarProcesses.Kill(desk.Bench.Root);
        await Assertions.Expect(window.Page.GetByText(new Regex("^Reconnecting"))).ToBeVisibleAsync();
        await window.CheckAsync("task without a host");
        await desk.StartAgainAsync();

        await Assertions.Expect(window.Page.GetByText("Connected", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await task.ExpectStateAsync("Interrupted");
        var shown = await DeltasAsync(task);
        Assert.Equal(Enumerable.Range(1, shown.Count), shown);
        Assert.InRange(shown.Count, 50, 6000);
        await window.CheckAsync("task after a crash");

        await window.Button("Resume").ClickAsync();
        await task.ExpectApprovalAsync("demo-notes.md");
        Assert.Equal(shown, await DeltasAsync(task));
        Assert.True(await window.Page.EvaluateAsync<bool>("window.sameLoad === true"));
        await task.AnswerAsync("Allow once");
        await task.ExpectStateAsync("In review");
        await Assertions.Expect(task.Differences).ToContainTextAsync("Notes of the demo agent");
    }

    [Fact(Timeout = Limit)]
    public async Task An_answer_in_one_window_takes_the_request_from_the_other_and_says_by_whom()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("write-file notes.txt");
        var (first, task) = await desk.VisitTaskAsync(id);
        await using var closing = first;
        var (second, other) = await desk.VisitTaskAsync(id);
        await using var closingOther = second;
        await other.ExpectApprovalAsync("notes.txt");
        await task.ExpectApprovalAsync("notes.txt");

        await task.AnswerAsync("Allow once");

        await Assertions.Expect(other.Approval).ToHaveCountAsync(0);
        await Assertions.Expect(other.Timeline).ToContainTextAsync(new Regex("Allowed.*notes.txt.*by "));
        await other.ExpectStateAsync("In review");
        await task.ExpectStateAsync("In review");
        Assert.Equal(await task.Timeline.InnerTextAsync(), await other.Timeline.InnerTextAsync());
        first.AssertQuiet();
        second.AssertQuiet();
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_typed_survives_a_reload_and_a_lost_network()
    {
        await using var desk = await DemoDesk.OpenAsync(chromium, Cancelled);
        var id = await desk.StartAsync("usage");
        var (window, task) = await desk.VisitTaskAsync(id);
        await using var closing = window;
        await Assertions.Expect(task.Timeline).ToContainTextAsync("Turn ended", new() { Timeout = TaskScreen.Turn });
        await task.Composer.FillAsync("and then the ships");

        await window.Page.ReloadAsync();
        await Assertions.Expect(task.Composer).ToHaveValueAsync("and then the ships");

        await window.Page.Context.SetOfflineAsync(true);
        await task.Composer.FillAsync("usage once more");
        await task.Composer.PressAsync("Control+Enter");
        await Assertions.Expect(window.Page.GetByText("Not connected: kept here, not sent").First).ToBeVisibleAsync();
        await Assertions.Expect(task.Composer).ToHaveValueAsync("usage once more");
        await window.Page.Context.SetOfflineAsync(false);
        await window.Page.RouteWebSocketAsync("**/ws", _ => { }); // the live connection takes its time
        await window.Page.ReloadAsync();
        await Assertions.Expect(task.Composer).ToHaveValueAsync("usage once more");

        await task.Composer.PressAsync("Control+Enter");
        await Assertions.Expect(task.Composer).ToHaveValueAsync("");
        await window.GoToAsync("/board");
        await window.ButtonLike("^New task").ClickAsync();
        var prompt = window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox, new() { Name = "What should be done?" });
        await prompt.FillAsync("Paint the quay");
        await window.Page.ReloadAsync();
        await window.ButtonLike("^New task").ClickAsync();
        await Assertions.Expect(prompt).ToHaveValueAsync("Paint the quay");
    }

    /// <summary>The numbers of the demo agent's stream as the page shows them.</summary>
    private static async Task<IReadOnlyList<int>> DeltasAsync(TaskScreen task) =>
    [
        .. Delta().Matches(await task.Timeline.InnerTextAsync()).Select(match => int.Parse(match.Groups[1].Value, null)),
    ];

    [GeneratedRegex(@"\bdelta (\d+)\b")]
    private static partial Regex Delta();
}
