using System.Diagnostics;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Agents;
using Homeport.Testing.Models;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>The real agents, each through what a person can do with it. Only the model is ours.</summary>
public sealed class EveryAgentTests(AgentDesks desks) : IClassFixture<AgentDesks>
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> That(LiveScenario scenario) =>
        [.. LiveAgents.Scenarios.Where(agent => agent.Value.Contains(scenario)).Select(agent => agent.Key)];

    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.WriteFile)]
    public async Task A_file_is_written_after_a_yes(string agent)
    {
        var (_, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, LiveAgents.OrderToWrite(agent, "hello.txt"));

        if (LiveAgents.Mode(agent) == "ask")
        {
            await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "allow_once", Cancelled);
        }

        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        var diff = await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled);
        Assert.Equal("hello.txt", Assert.Single(diff["files"]!.AsArray())!["path"]!.GetValue<string>());
        await AssertAsSaidAsync(person, agent, task);
        await PutAwayAsync(person, task);
    }

    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.Deny)]
    public async Task Nothing_is_written_after_a_no(string agent)
    {
        var (_, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, LiveAgents.OrderToWrite(agent, "denied.txt"));

        await person.AnswerAsync(await person.FindApprovalAsync(task, 1, Cancelled), "reject_once", Cancelled);

        await person.FindTurnEndAsync(task, 1, Cancelled);
        Assert.Empty((await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled))["files"]!.AsArray());
        await PutAwayAsync(person, task);
    }

    /// <summary>Also what <see cref="LiveScenario.Resume"/> is about.</summary>
    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.Interrupt)]
    public async Task A_stopped_agent_hangs_up_on_the_model_and_goes_on_in_its_own_session(string agent)
    {
        var (bench, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, "fake:echo text=remembered-words");
        await person.FindTurnEndAsync(task, 1, Cancelled);
        await person.SayAsync(task, "fake:stall", Cancelled);
        var request = await bench.Models.Requests.FindAsync("stall", step: 0, Cancelled);
        await request.Midway.WaitAsync(Cancelled);

        await person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = task }, Cancelled);

        Assert.Equal(RequestOutcome.ClientWentAway, await request.Outcome.WaitAsync(Cancelled));
        Assert.Equal("interrupted", OutcomeOf(await person.FindTurnEndAsync(task, 2, Cancelled)));

        await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "fake:echo text=later-words" }, Cancelled);
        Assert.Equal("completed", OutcomeOf(await person.FindTurnEndAsync(task, 3, Cancelled)));
        var asked = await bench.Models.Requests.FindAsync(
            sent => sent.IsTurn && sent.Body!.ToJsonString().Contains("later-words", StringComparison.Ordinal), Cancelled);
        Assert.True(
            !LiveAgents.Scenarios[agent].Contains(LiveScenario.Resume) ||
            asked.Body!.ToJsonString().Contains("remembered-words", StringComparison.Ordinal));
        await PutAwayAsync(person, task);
    }

    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.LongStream)]
    public async Task A_long_answer_arrives_complete_and_in_order(string agent)
    {
        const int Length = 1_000;
        var (_, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, $"fake:long-stream {Length}");

        await person.FindTurnEndAsync(task, 1, Cancelled);

        Assert.Equal(
            string.Concat(Enumerable.Range(1, Length).Select(number => $"token-{number} ")).Trim(), person.TextOf(task).Trim());
        await PutAwayAsync(person, task);
    }

    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.Overload)]
    public async Task A_provider_that_has_no_room_is_asked_again(string agent)
    {
        var (_, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, "fake:error-529 times=1");

        Assert.Equal("completed", OutcomeOf(await person.FindTurnEndAsync(task, 1, Cancelled)));
        await PutAwayAsync(person, task);
    }

    [Theory(Timeout = Limit), MemberData(nameof(That), LiveScenario.Crash)]
    public async Task An_agent_that_is_killed_leaves_a_task_that_can_be_tried_again(string agent)
    {
        var (bench, person, project) = await desks.ForAsync(agent);
        var task = await StartAsync(person, project, agent, "fake:stall ms=61000");
        var request = await bench.Models.Requests.FindAsync(
            sent => sent.IsTurn && sent.Body!.ToJsonString().Contains("61000", StringComparison.Ordinal), Cancelled);
        await request.Midway.WaitAsync(Cancelled);

        await KillAsync(person, task);

        var failed = await person.Events.FindTaskAsync(task, Cancelled, "failed");
        Assert.Equal("agent_crashed", failed["failure"]!["code"]!.GetValue<string>());
        await person.SayAsync(task, "fake:echo text=again", Cancelled);
        Assert.Equal("completed", OutcomeOf(await person.FindTurnEndAsync(task, 2, Cancelled)));
        await PutAwayAsync(person, task);
    }

    /// <summary>What the agent is said to tell it told, and nothing that it is said not to.</summary>
    private static async Task AssertAsSaidAsync(Person person, string agent, string task)
    {
        var agents = (await person.Operations.CallAsync("listAgents", [], Cancelled))["agents"]!.AsArray();
        var said = agents.Single(entry => entry!["kind"]!.GetValue<string>() == agent)!["capabilities"]!;
        var told = person.Events.All.Where(entry => entry["taskId"]?.GetValue<string>() == task).Select(entry => entry["kind"]!.GetValue<string>()).ToHashSet();

        Assert.Equal(
            (said["usage"]?.GetValue<bool>(), said["slashCommands"]?.GetValue<bool>(), said["approvals"]?.GetValue<bool>()),
            (told.Contains("usage"), told.Contains("commands"), told.Contains("approval_requested")));
    }

    /// <summary>Its agent ends, so that the next test has the memory.</summary>
    private static async Task PutAwayAsync(Person person, string task) =>
        await person.Operations.CallAsync("deleteUnitTask", new JsonObject { ["id"] = task }, Cancelled);

    private static Task<string> StartAsync(Person person, string project, string agent, string prompt) =>
        person.StartAsync(project, agent, LiveAgents.Mode(agent), prompt, Cancelled);

    private static string OutcomeOf(JsonObject turnEnded) => turnEnded["payload"]!["outcome"]!.GetValue<string>();

    /// <summary>All of it at once: some agents are a program that starts another.</summary>
    private static async Task KillAsync(Person person, string task)
    {
        var groups = (await person.Operations.CallAsync("listProcesses", [], Cancelled))["groups"]!.AsArray();
        var group = groups.Single(group => group!["taskId"]?.GetValue<string>() == task)!;
        foreach (var process in group["processes"]!.AsArray())
        {
            try
            {
                using var found = Process.GetProcessById(process!["pid"]!.GetValue<int>());
                found.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // it went with the one before
            }
        }
    }
}
