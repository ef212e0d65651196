using System.Text.Json.Nodes;
using Homeport.Host.Tests.Commands;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Host.Tests.Agents;

/// <summary>Programs that a person registers, and tasks of theirs. Over both stores.</summary>
public abstract class TerminalAgentTests : CommandsTest
{
    private const string Secret = "hunter2-and-more";

    [Fact]
    public async Task A_registered_program_is_looked_for_and_a_task_of_it_gets_it_with_its_variables()
    {
        var agent = await AddAsync();
        Assert.Equal(("terminal:my-cli-beta", "MY_KEY"), (agent["kind"]!.GetValue<string>(), agent["environmentNames"]![0]!.GetValue<string>()));
        Assert.Equal(
            ["terminal:my-cli-beta"],
            Worker.Calls.Last(call => call.Method == WorkerMethods.ProbeAgents).Params.GetProperty("programs").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        Assert.DoesNotContain(Secret, (await CallAsync("listTerminalAgents", "{}")).ToJsonString(), StringComparison.Ordinal);

        var turn = await StartAsync("terminal:my-cli-beta");

        Assert.Equal(("My CLI (beta)", Secret, FirstPrompt.Argument), (turn.Program!.Name, turn.Program.Environment["MY_KEY"], turn.Program.FirstPrompt));
        Assert.Equal(["mycli", "--ask={prompt}"], turn.Program.Command);
    }

    [Fact]
    public async Task Its_terminal_has_the_id_of_the_session_comes_with_its_program_and_is_not_closed_by_itself()
    {
        await AddAsync();
        var turn = await StartAsync("terminal:my-cli-beta");
        await TellAsync(turn, isRunning: true, DateTimeOffset.UnixEpoch.AddDays(20_000));

        var terminal = await TerminalAsync(turn);
        Assert.Equal((turn.SessionId, "running"), (terminal["sessionId"]!.GetValue<string>(), terminal["state"]!.GetValue<string>()));
        Assert.Equal("conflict", (await RefusedAsync("closeTerminal", $$"""{"id": "{{turn.SessionId}}"}""")).Code);

        await TellAsync(turn, isRunning: false, DateTimeOffset.UnixEpoch.AddDays(20_000));
        Assert.Equal("ended", (await TerminalAsync(turn))["state"]!.GetValue<string>());
        await TellAsync(turn, isRunning: true, DateTimeOffset.UnixEpoch.AddDays(20_001)); // once more, in the same terminal
        var again = await TerminalAsync(turn);
        Assert.Equal("running", again["state"]!.GetValue<string>());
        Assert.NotEqual(terminal["createdAt"]!.GetValue<string>(), again["createdAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_prompt_that_is_sent_while_it_runs_ends_the_turn_without_disturbing_it_and_is_the_next()
    {
        await AddAsync();
        var turn = await StartAsync("terminal:my-cli-beta");

        var sent = await CallAsync("sendPrompt", $$"""{"taskId": "{{turn.TaskId}}", "prompt": "And then?"}""");

        Assert.Equal("queued", sent["disposition"]!.GetValue<string>());
        var interrupted = Worker.Calls.Single(call => call.Method == WorkerMethods.InterruptTurn).Params;
        Assert.True(interrupted.GetProperty("yield").GetBoolean());
        await Worker.ReportAsync(turn, TurnOutcome.Completed);
        var next = await Worker.NextTurnAsync();
        Assert.Equal(("And then?", turn.SessionId), (next.Prompt, next.SessionId));
    }

    [Fact]
    public async Task It_is_asked_for_no_summary_of_its_work()
    {
        await AddAsync();
        var turn = await StartAsync("terminal:my-cli-beta");
        await Worker.ReportAsync(turn, TurnOutcome.Completed);

        Assert.Equal("conflict", (await RefusedAsync(
            "handOverTask", $$"""{"taskId": "{{turn.TaskId}}", "agentType": "demo", "context": "summary", "prompt": "Go on"}""")).Code);
    }

    [Fact]
    public async Task What_is_guessed_stands_on_the_card()
    {
        await AddAsync();
        var turn = await StartAsync("terminal:my-cli-beta");

        await Worker.WriteAsync(turn, 1, EventKinds.Activity, """{"state": "quiet", "guessed": true}""");

        Assert.Contains("guessed", (await TaskAsync(turn.TaskId))["lastActivity"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_commands_and_variables_that_cannot_be_are_refused()
    {
        Assert.Equal(["name"], (await RefusedAsync("addTerminalAgent", """{"name": " ", "command": ["x"]}""")).Paths);
        Assert.Equal(["command"], (await RefusedAsync("addTerminalAgent", """{"name": "x", "command": []}""")).Paths);
        Assert.Equal(["command/0"], (await RefusedAsync("addTerminalAgent", """{"name": "x", "command": ["./x"]}""")).Paths);
        Assert.Equal(["environment/PATH"], (await RefusedAsync("addTerminalAgent", """{"name": "x", "command": ["x"], "environment": {"PATH": "/evil"}}""")).Paths);
        Assert.Equal("conflict", (await RefusedAsync("addTerminalAgent", """{"name": "Aider", "command": ["x"]}""")).Code);
        var agent = await AddAsync();
        Assert.Equal("conflict", (await RefusedAsync("addTerminalAgent", """{"name": "my cli beta", "command": ["x"]}""")).Code);

        await CallAsync("updateTerminalAgent", $$"""{"id": "{{agent["id"]}}", "name": "Other", "environment": {"MY_KEY": ""} }""");
        var turn = await StartAsync("terminal:my-cli-beta");
        Assert.Equal(("Other", Secret), (turn.Program!.Name, turn.Program.Environment["MY_KEY"]));
        await CallAsync("removeTerminalAgent", $$"""{"id": "{{agent["id"]}}"}""");
        Assert.Empty((await CallAsync("listTerminalAgents", "{}"))["agents"]!.AsArray());
    }

    [Fact]
    public async Task Any_program_can_be_given_with_the_task_itself()
    {
        Assert.Equal(["agentCommand"], (await RefusedAsync(
            "createUnitTask", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "x", "agentType": "terminal"}""")).Paths);
        var turn = await StartAsync("terminal", """, "agentCommand": ["mycli", "--chat"]""");
        Assert.Equal(["mycli", "--chat"], turn.AgentCommand!);
        Assert.Null(turn.Program);
    }

    private async Task<JsonNode> AddAsync() => (await CallAsync(
        "addTerminalAgent",
        $$"""{"name": "My CLI (beta)", "command": ["mycli", "--ask={prompt}"], "environment": {"MY_KEY": "{{Secret}}"}, "firstPrompt": "argument"}"""))["agent"]!;

    private async Task<AssignTaskRequest> StartAsync(string kind, string more = "")
    {
        await CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Do it", "agentType": "{{kind}}", "start": true{{more}}}""");
        return await Worker.NextTurnAsync();
    }

    private async Task<JsonNode> TerminalAsync(AssignTaskRequest turn) =>
        (await CallAsync("getTerminal", $$"""{"id": "{{turn.SessionId}}"}"""))["terminal"]!;

    private Task<NoResponse> TellAsync(AssignTaskRequest turn, bool isRunning, DateTimeOffset startedAt) => Worker.CallAsync(
        HostMethods.TerminalChanged,
        new TerminalStatus
        {
            TerminalId = turn.SessionId,
            IsRunning = isRunning,
            Columns = 120,
            Rows = 36,
            ExitCode = isRunning ? null : 0,
            StartedAt = startedAt,
        },
        ProtocolJson.Default.TerminalStatus, ProtocolJson.Default.NoResponse);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteTerminalAgentTests : TerminalAgentTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresTerminalAgentTests(PostgresFixture postgres) : TerminalAgentTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
