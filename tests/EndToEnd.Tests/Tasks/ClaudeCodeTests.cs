using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Models;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>The real Claude Code, in a real repository, through the real executable. Only the model is ours.</summary>
public sealed class ClaudeCodeTests
{
    private const string Agent = "claude_code";
    private const int Limit = 240_000; // milliseconds for a whole test; each takes a few seconds on an idle machine

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_file_is_written_after_a_yes_reviewed_and_merged()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        var repository = await bench.AddRepositoryAsync("mein Hof", Cancelled);
        var task = await person.StartAsync(
            await person.AddAsync(repository, Cancelled), Agent, "ask", "Please fake:write-file path=hello.txt content=\"one\\ntwo\\n\"", Cancelled);

        var approval = await person.FindApprovalAsync(task, 1, Cancelled);
        Assert.Equal("permission", approval["kind"]!.GetValue<string>());
        Assert.Contains("hello.txt", approval["title"]!.GetValue<string>() + approval["detail"], StringComparison.Ordinal);
        await person.AnswerAsync(approval, "allow_once", Cancelled);

        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        var diff = await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled);
        var file = Assert.Single(diff["files"]!.AsArray())!;
        Assert.Equal(("hello.txt", 2), (file["path"]!.GetValue<string>(), file["added"]!.GetValue<int>()));

        var merged = await person.Operations.PostAsync($"/api/tasks/{task}/merge", new JsonObject { ["strategy"] = "squash" }, Cancelled);
        Assert.Equal("done", merged["task"]!["state"]!.GetValue<string>());
        Assert.Equal(await repository.HeadAsync("main", Cancelled), merged["commit"]!.GetValue<string>());
        Assert.Equal("one\ntwo\n", await repository.ShowAsync("main", "hello.txt", Cancelled));
        Assert.Equal("", await repository.GitAsync(["status", "--porcelain"], Cancelled));
    }

    [Fact(Timeout = Limit)]
    public async Task A_no_reaches_the_agent_with_its_reason_and_nothing_is_written()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:write-file path=hello.txt");

        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "reject_once", Cancelled, reason: "not today");

        await person.FindTurnEndAsync(task, 1, Cancelled);
        var told = await bench.Models.Requests.FindAsync("write-file", step: 1, Cancelled);
        Assert.Contains("not today", told.Body!["messages"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("done", (await person.Events.FindTaskAsync(task, Cancelled, "done", "in_review"))["state"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task A_question_is_answered_with_the_chosen_label()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:question question=\"Which color?\" options=Red,Blue");

        var approval = await person.FindApprovalAsync(task, 1, Cancelled);
        Assert.Equal("question", approval["kind"]!.GetValue<string>());
        Assert.Equal("question", (await person.Events.FindTaskAsync(task, Cancelled, "waiting"))["waitingReason"]!.GetValue<string>());
        await person.AnswerQuestionAsync(approval, "Blue", Cancelled);

        await person.FindTurnEndAsync(task, 1, Cancelled);
        Assert.Contains("Blue", person.TextOf(task), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_plan_is_shown_and_approved()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "plan", "fake:plan plan=\"# A plan\\n\\n1. Write hello.txt\"");

        var approval = await person.FindApprovalAsync(task, 1, Cancelled);
        Assert.Equal("plan", approval["kind"]!.GetValue<string>());
        Assert.Contains("1. Write hello.txt", approval["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await person.AnswerAsync(approval, "allow_once", Cancelled);

        await person.FindTurnEndAsync(task, 1, Cancelled);
        Assert.Contains("approved your plan", person.TextOf(task), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stopped_task_hangs_up_on_the_model_and_goes_on_when_it_is_spoken_to()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:stall");
        var request = await bench.Models.Requests.FindAsync("stall", step: 0, Cancelled);
        await request.Midway.WaitAsync(Cancelled);

        await person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = task }, Cancelled);

        Assert.Equal(RequestOutcome.ClientWentAway, await request.Outcome.WaitAsync(Cancelled));
        Assert.Equal("interrupted", (await person.FindTurnEndAsync(task, 1, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        await person.Events.FindTaskAsync(task, Cancelled, "interrupted", "in_review");

        await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "fake:write-file path=late.txt" }, Cancelled);
        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "allow_once", Cancelled);
        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 2, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task A_follow_up_after_a_restart_continues_the_agents_own_session()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        string task;
        await using (var person = await Person.ConnectAsync(homeport, Cancelled))
        {
            task = await StartAsync(bench, person, "accept_edits", "fake:write-file path=first.txt");
            await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        }

        Assert.Equal(0, await homeport.StopAsync(Cancelled));
        await using var later = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        await later.SayAsync(task, "and now fake:write-file path=second.txt", Cancelled);

        await later.FindTurnEndAsync(task, 2, Cancelled);
        var asked = await bench.Models.Requests.FindAsync(
            request => request.IsTurn && request.Body!.ToJsonString().Contains("second.txt", StringComparison.Ordinal), Cancelled);
        Assert.Contains("first.txt", asked.Body!["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_overloaded_provider_is_told_and_the_task_can_be_tried_again()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:error-529 times=2");

        var waiting = await person.Events.FindTaskAsync(task, Cancelled, "waiting", "failed");
        Assert.Equal(("waiting", "overloaded"), (waiting["state"]!.GetValue<string>(), waiting["waitingReason"]!.GetValue<string>()));
        Assert.Equal("provider_overloaded", waiting["failure"]!["code"]!.GetValue<string>());
        Assert.False(string.IsNullOrEmpty(waiting["failure"]!["next"]?.GetValue<string>()));

        await person.Operations.CallAsync("scheduleResume", new JsonObject { ["taskId"] = task, ["at"] = "2020-01-01T00:00:00Z" }, Cancelled);
        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 2, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task A_used_up_plan_waits_until_the_time_that_the_provider_named()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(bench.Home.SubscriberVariables, Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:usage-limit resets=7200");

        var waiting = await person.Events.FindTaskAsync(task, Cancelled, "waiting", "failed");

        Assert.Equal(("waiting", "limit"), (waiting["state"]!.GetValue<string>(), waiting["waitingReason"]!.GetValue<string>()));
        var wait = waiting["limitResetsAt"]!.GetValue<DateTimeOffset>() - TimeProvider.System.GetUtcNow();
        Assert.InRange(wait, TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(121));
    }

    [Fact(Timeout = Limit)]
    public async Task Ten_thousand_deltas_arrive_complete_and_in_order()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "ask", "fake:long-stream 10000");

        await person.FindTurnEndAsync(task, 1, Cancelled);

        var expected = string.Concat(Enumerable.Range(1, 10_000).Select(number => $"token-{number} "));
        Assert.Equal(expected.Trim(), person.TextOf(task).Trim());
        Assert.InRange(person.Events.All.Count, 1, 2_000); // stored in pieces, not one by one
    }

    private static async Task<string> StartAsync(Workbench bench, Person person, string mode, string prompt) => await person.StartAsync(
        await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled), Agent, mode, prompt, Cancelled);
}
