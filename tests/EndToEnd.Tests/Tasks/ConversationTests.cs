using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>Steering, going back, forking and handing over with the real Claude Code and Codex. Only the model is ours.</summary>
public sealed class ConversationTests
{
    private const int Limit = 240_000; // milliseconds for a whole test; each takes a few seconds on an idle machine

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task Words_are_taken_into_a_turn_that_runs(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, agent, "fake:long-stream 40 delay=20 gate=go");
        var request = await bench.Models.Requests.FindAsync("long-stream", step: 0, Cancelled);
        await request.Midway.WaitAsync(Cancelled);

        var said = await SayAsync(person, task, "fake:echo text=\"I heard you\"", "steer");
        bench.Models.Gates.Open("go");

        Assert.Equal("steered", said["disposition"]!.GetValue<string>());
        var ended = await person.FindTurnEndAsync(task, 1, Cancelled);
        Assert.Equal("completed", ended["payload"]!["outcome"]!.GetValue<string>());
        Assert.Contains("I heard you", person.TextOf(task), StringComparison.Ordinal); // the turn is over only when the agent is done with it too
        Assert.Single(person.Events.All, entry => IsOf(entry, task, "turn_ended"));
        var steered = Assert.Single(person.Events.All, entry => IsOf(entry, task, "user_message") && entry["payload"]!["steered"]?.GetValue<bool>() == true);
        Assert.Equal(ended["turnId"]!.GetValue<string>(), steered["turnId"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task Claude_Code_hears_between_two_steps_of_its_work()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "claude_code", "fake:ask-permission cmd=\"touch a.txt\"", "ask");
        var approval = await person.FindApprovalAsync(task, 1, Cancelled);

        Assert.Equal("steered", (await SayAsync(person, task, "Mind the harbour", "steer"))["disposition"]!.GetValue<string>());
        await person.AnswerAsync(approval, "allow_once", Cancelled);

        await person.FindTurnEndAsync(task, 1, Cancelled);
        var next = await bench.Models.Requests.FindAsync(
            request => request.IsTurn && request.Body!.ToJsonString().Contains("Mind the harbour", StringComparison.Ordinal), Cancelled);
        Assert.Contains("tool_result", next.Body!["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task What_interrupts_comes_next_in_the_same_session(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, agent, "fake:echo text=begun");
        await person.FindTurnEndAsync(task, 1, Cancelled);
        await person.SayAsync(task, "fake:stall", Cancelled);
        await (await bench.Models.Requests.FindAsync("stall", step: 0, Cancelled)).Midway.WaitAsync(Cancelled);
        if (agent == "claude_code")
        {
            await SayAsync(person, task, "fake:echo text=steered", "steer"); // it takes this up later, and so not at all once the turn is stopped
        }

        await SayAsync(person, task, "fake:echo text=instead", "interrupt");

        Assert.Equal("interrupted", (await person.FindTurnEndAsync(task, 2, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 3, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        Assert.Contains("instead", person.TextOf(task), StringComparison.Ordinal);
        Assert.DoesNotContain("steered", person.TextOf(task), StringComparison.Ordinal);
        Assert.Single(person.Events.All.Where(entry => IsOf(entry, task, "session_started")).Select(entry => entry["payload"]!["nativeSessionId"]?.GetValue<string>()).OfType<string>().Distinct());
        var asked = await bench.Models.Requests.FindAsync(request => request.IsTurn && request.Body!.ToJsonString().Contains("text=instead", StringComparison.Ordinal), Cancelled);
        Assert.Contains("text=begun", asked.Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task Going_back_takes_files_and_memory_along_and_can_be_undone(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, agent, Touch(agent, "first.txt"));
        await person.FindTurnEndAsync(task, 1, Cancelled);
        await person.SayAsync(task, Touch(agent, "second.txt"), Cancelled);
        await person.FindTurnEndAsync(task, 2, Cancelled);
        var worktree = (await person.GetAsync(task, Cancelled))["worktreePath"]!.GetValue<string>();
        var turns = await TurnsAsync(person, task);

        var back = await person.Operations.CallAsync("rewindTask", new JsonObject { ["taskId"] = task, ["turnId"] = turns[1] }, Cancelled);

        Assert.Equal("native", back["means"]!.GetValue<string>());
        Assert.Equal((true, false), (File.Exists(Path.Combine(worktree, "first.txt")), File.Exists(Path.Combine(worktree, "second.txt"))));
        Assert.Equal(1, back["task"]!["changes"]!["files"]!.GetValue<int>());
        await person.Operations.CallAsync("undoRewind", new JsonObject { ["taskId"] = task }, Cancelled);
        Assert.True(File.Exists(Path.Combine(worktree, "second.txt")));
        await person.SayAsync(task, "fake:echo text=remembers", Cancelled);
        await person.FindTurnEndAsync(task, 3, Cancelled);
        Assert.Contains("second.txt", await AskedAsync(bench, "text=remembers"), StringComparison.Ordinal);

        await person.Operations.CallAsync("rewindTask", new JsonObject { ["taskId"] = task, ["turnId"] = turns[1] }, Cancelled);
        await person.SayAsync(task, "fake:echo text=forgot", Cancelled);
        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 4, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        var asked = await AskedAsync(bench, "text=forgot");
        Assert.Contains("first.txt", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("second.txt", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("session_lost", person.Events.All.Where(entry => IsOf(entry, task, "notice")).Select(entry => entry["payload"]!["code"]!.GetValue<string>()));

        await person.SayAsync(task, "fake:echo text=on", Cancelled); // the copy is the session from now on
        await person.FindTurnEndAsync(task, 5, Cancelled);
        Assert.Contains("text=forgot", await AskedAsync(bench, "text=on"), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task A_fork_goes_another_way_in_a_worktree_of_its_own(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, agent, Touch(agent, "first.txt"));
        await person.FindTurnEndAsync(task, 1, Cancelled);
        await person.SayAsync(task, Touch(agent, "second.txt"), Cancelled);
        await person.FindTurnEndAsync(task, 2, Cancelled);
        var turns = await TurnsAsync(person, task);

        var forked = await person.Operations.CallAsync(
            "forkTask",
            new JsonObject { ["taskId"] = task, ["turnId"] = turns[1], ["prompt"] = Touch(agent, "other.txt"), ["start"] = true }, Cancelled);

        var fork = forked["task"]!["id"]!.GetValue<string>();
        Assert.Equal("completed", (await person.FindTurnEndAsync(fork, 1, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        var (mine, theirs) = (await person.GetAsync(fork, Cancelled), await person.GetAsync(task, Cancelled));
        Assert.NotEqual(theirs["worktreePath"]!.GetValue<string>(), mine["worktreePath"]!.GetValue<string>());
        Assert.NotEqual(theirs["branch"]!.GetValue<string>(), mine["branch"]!.GetValue<string>());
        Assert.Equal(["first.txt", "other.txt"], FilesIn(mine));
        Assert.Equal(["first.txt", "second.txt"], FilesIn(theirs));
        Assert.Equal(2, mine["changes"]!["files"]!.GetValue<int>());
        var asked = await AskedAsync(bench, "other.txt");
        Assert.Contains("first.txt", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("second.txt", asked, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Codex_takes_over_from_Claude_Code_with_a_summary()
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "claude_code", Touch("claude_code", "first.txt"));
        await person.FindTurnEndAsync(task, 1, Cancelled);

        await person.Operations.CallAsync(
            "handOverTask",
            new JsonObject { ["taskId"] = task, ["agentType"] = "codex", ["context"] = "summary", ["prompt"] = Touch("codex", "second.txt") }, Cancelled);

        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 3, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        var now = await person.GetAsync(task, Cancelled);
        Assert.Equal("codex", now["agentType"]!.GetValue<string>());
        Assert.Equal(["first.txt", "second.txt"], FilesIn(now));
        await AskedAsync(bench, "Another agent worked on this before you");
    }

    [Theory(Timeout = Limit)]
    [InlineData("claude_code")]
    [InlineData("codex")]
    public async Task An_agent_shortens_its_conversation_and_goes_on(string agent)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, agent, "fake:echo text=begun");
        await person.FindTurnEndAsync(task, 1, Cancelled);

        await person.Operations.CallAsync("compactTask", new JsonObject { ["taskId"] = task }, Cancelled);

        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 2, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
        await person.SayAsync(task, "fake:echo text=after", Cancelled);
        Assert.Equal("completed", (await person.FindTurnEndAsync(task, 3, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
    }

    /// <summary>A prompt that makes a file without asking.</summary>
    private static string Touch(string agent, string name) => agent == "codex" ? $"fake:shell cmd=\"touch {name}\"" : $"fake:write-file path={name}";

    private static async Task<string> StartAsync(Workbench bench, Person person, string agent, string prompt, string mode = "accept_edits")
    {
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var created = await person.Operations.CallAsync("createUnitTask", new JsonObject
        {
            ["repositoryGroupId"] = project,
            ["prompt"] = prompt,
            ["agentType"] = agent,
            ["permissionMode"] = mode,
            ["start"] = true,
        }, Cancelled);
        return created["task"]!["id"]!.GetValue<string>();
    }

    private static async Task<JsonObject> SayAsync(Person person, string task, string prompt, string delivery) => (JsonObject)await person.Operations.CallAsync(
        "sendPrompt", new JsonObject { ["taskId"] = task, ["prompt"] = prompt, ["delivery"] = delivery }, Cancelled);

    private static async Task<string[]> TurnsAsync(Person person, string task) =>
    [
        .. (await person.Operations.CallAsync("getUnitTask", new JsonObject { ["id"] = task }, Cancelled))["sessions"]!.AsArray()
            .SelectMany(session => session!["turns"]!.AsArray()).OrderBy(turn => turn!["number"]!.GetValue<int>()).Select(turn => turn!["id"]!.GetValue<string>()),
    ];

    /// <summary>The first request to the model that holds these words, whole.</summary>
    private static async Task<string> AskedAsync(Workbench bench, string words) =>
        (await bench.Models.Requests.FindAsync(request => request.IsTurn && request.Body!.ToJsonString().Contains(words, StringComparison.Ordinal), Cancelled))
        .Body!.ToJsonString();

    private static string[] FilesIn(JsonObject task) =>
    [
        .. Directory.GetFiles(task["worktreePath"]!.GetValue<string>(), "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    private static bool IsOf(JsonObject entry, string task, string kind) =>
        entry["kind"]!.GetValue<string>() == kind && entry["taskId"]?.GetValue<string>() == task;
}
