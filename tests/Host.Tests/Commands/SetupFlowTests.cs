using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Commands;

/// <summary>When a worktree is set up, cleaned up, and which ports its task has. Over both stores.</summary>
public abstract class SetupFlowTests : CommandsTest
{
    private const string Scripts = """{"setup": "npm ci", "copyIgnored": [".env"]}""";

    [Fact]
    public async Task A_new_worktree_is_set_up_once()
    {
        await ScriptsAsync(Scripts);
        var task = await StartTaskAsync();

        var first = await Worker.NextTurnAsync();
        Assert.Equal(("npm ci", 600), (first.Setup!.Script, first.Setup.TimeoutSeconds));
        Assert.Equal([".env"], first.Setup.CopyIgnored);
        Assert.Equal(("/repositories/it", "/worktrees/it", "main"),
            (first.Setup.Environment.RepositoryPath, first.Setup.Environment.WorktreePath, first.Setup.Environment.BaseBranch));
        Assert.StartsWith("homeport/do-it-", first.Setup.Environment.Branch, StringComparison.Ordinal);
        Assert.Equal("due", (await TaskAsync(task))["setup"]!.GetValue<string>());

        await Worker.WriteAsync(first, 1, EventKinds.SetupEnded, """{"succeeded": true, "durationSeconds": 2}""");
        await Worker.ReportAsync(first, TurnOutcome.Completed);
        Assert.Equal("done", (await TaskAsync(task))["setup"]!.GetValue<string>());

        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "More"}""");
        Assert.Null((await Worker.NextTurnAsync()).Setup);
    }

    [Fact]
    public async Task A_failed_setup_is_done_again_at_retry_or_skipped_for_good()
    {
        await ScriptsAsync(Scripts);
        var task = await StartTaskAsync();
        var first = await Worker.NextTurnAsync();
        await Worker.WriteAsync(first, 1, EventKinds.SetupEnded, """{"succeeded": false, "durationSeconds": 2}""");
        await Worker.ReportAsync(first, TurnOutcome.Failed);
        Assert.Equal(("failed", "failed"), ((await TaskAsync(task))["state"]!.GetValue<string>(), (await TaskAsync(task))["setup"]!.GetValue<string>()));

        await CallAsync("retryTask", $$"""{"taskId": "{{task}}"}""");
        var second = await Worker.NextTurnAsync();
        Assert.NotNull(second.Setup);
        await Worker.ReportAsync(second, TurnOutcome.Failed);

        await CallAsync("retryTask", $$"""{"taskId": "{{task}}", "skipSetup": true}""");
        var third = await Worker.NextTurnAsync();
        Assert.Null(third.Setup);
        await Worker.ReportAsync(third, TurnOutcome.Completed);
        Assert.Equal("skipped", (await TaskAsync(task))["setup"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_agent_that_was_stopped_during_the_setup_hears_its_task_when_it_goes_on()
    {
        await ScriptsAsync(Scripts);
        var task = await StartTaskAsync("Add a health endpoint");
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Interrupted);

        await CallAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");

        var again = await Worker.NextTurnAsync();
        Assert.NotNull(again.Setup);
        Assert.Equal("Add a health endpoint", again.Prompt);
    }

    [Fact]
    public async Task A_project_without_scripts_sets_nothing_up()
    {
        var task = await StartTaskAsync();

        Assert.Null((await Worker.NextTurnAsync()).Setup);
        Assert.Null((await TaskAsync(task))["setup"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cleanup_runs_before_the_worktree_goes_and_its_failure_stops_nothing(bool succeeds)
    {
        await ScriptsAsync("""{"cleanup": "docker compose down\nrm -rf x"}""");
        Worker.Answers[WorkerMethods.RunCleanup] = _ => RpcReply.From(
            new RunCleanupResponse { Succeeded = succeeds, ExitCode = succeeds ? 0 : 4, TimedOut = false, DurationSeconds = 1, Output = "stopped db" },
            ProtocolJson.Default.RunCleanupResponse);
        var task = await StartTaskAsync();
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);

        await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}""");

        Assert.Equal(
            [WorkerMethods.RunCleanup, WorkerMethods.RemoveWorktree],
            Worker.Calls.Select(call => call.Method).Where(method => method is WorkerMethods.RunCleanup or WorkerMethods.RemoveWorktree));
        var told = (await CallAsync("listTaskEvents", $$"""{"taskId": "{{task}}"}"""))["events"]!.AsArray()
            .Where(entry => entry!["kind"]!.GetValue<string>() == EventKinds.ToolCall).ToArray();
        Assert.Equal("Cleanup: docker compose down", told[0]!["payload"]!["title"]!.GetValue<string>());
        Assert.Equal(succeeds ? "completed" : "failed", told[1]!["payload"]!["status"]!.GetValue<string>());
        Assert.StartsWith("stopped db", told[1]!["payload"]!["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_tasks_have_a_hundred_ports_and_none_twice()
    {
        await CallAsync("addStartupCommand", $$"""{"projectId": "{{Project}}", "name": "Web", "command": "x", "portNames": ["PORT", "API_PORT"]}""");
        await ScriptsAsync("""{"setup": "true"}""");
        AnswerPorts(); // always the lowest: tasks that are prepared at once get the same ones offered
        var tasks = new List<string>();
        for (var number = 0; number < 50; number++)
        {
            tasks.Add(await StartTaskAsync());
        }

        var ports = new Dictionary<string, IReadOnlyDictionary<string, int>>();
        while (ports.Count < tasks.Count)
        {
            var turn = await Worker.NextTurnAsync();
            ports[turn.TaskId] = turn.Setup!.Environment.Ports;
            await Worker.ReportAsync(turn, TurnOutcome.Completed);
        }

        Assert.All(ports.Values, of => Assert.Equal(["API_PORT", "PORT"], of.Keys.Order()));
        Assert.Equal(100, ports.Values.SelectMany(of => of.Values).Distinct().Count());
    }

    [Fact]
    public async Task Ports_stay_as_long_as_the_worktree_and_are_free_after_it()
    {
        await CallAsync("addStartupCommand", $$"""{"projectId": "{{Project}}", "name": "Web", "command": "x", "portNames": ["PORT"]}""");
        await ScriptsAsync("""{"setup": "true"}""");
        AnswerPorts();
        var task = await StartTaskAsync();
        var first = await Worker.NextTurnAsync();
        await Worker.ReportAsync(first, TurnOutcome.Failed);
        await CallAsync("addStartupCommand", $$"""{"projectId": "{{Project}}", "name": "Api", "command": "x", "portNames": ["PORT", "API_PORT"]}""");
        await CallAsync("retryTask", $$"""{"taskId": "{{task}}"}""");
        var second = await Worker.NextTurnAsync();
        await Worker.ReportAsync(second, TurnOutcome.Completed);

        Assert.Equal(20_000, first.Setup!.Environment.Ports["PORT"]);
        Assert.Equal(new Dictionary<string, int> { ["PORT"] = 20_000, ["API_PORT"] = 20_001 }, second.Setup!.Environment.Ports);

        await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}""");
        await StartTaskAsync();
        Assert.Equal([20_000, 20_001], (await Worker.NextTurnAsync()).Setup!.Environment.Ports.Values.Order());
    }

    [Fact]
    public async Task Without_free_ports_the_turn_fails_and_says_so()
    {
        await CallAsync("addStartupCommand", $$"""{"projectId": "{{Project}}", "name": "Web", "command": "x", "portNames": ["PORT"]}""");
        Worker.Answers[WorkerMethods.FindFreePorts] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Conflict, "none", JsonDocument.Parse("""{"code": "unavailable", "detail": "There are no free ports."}""").RootElement));
        var task = await StartTaskAsync();

        var failed = await Eventually.SeesAsync(
            () => TaskAsync(task), now => now["state"]!.GetValue<string>() == "failed", TestContext.Current.CancellationToken);

        Assert.Equal("There are no free ports.", failed["failure"]!["message"]!.GetValue<string>());
    }

    private void AnswerPorts() => Worker.Answers[WorkerMethods.FindFreePorts] = parameters =>
    {
        var request = parameters.Deserialize(ProtocolJson.Default.FindFreePortsRequest)!;
        return RpcReply.From(
            new FindFreePortsResponse { Ports = [.. Enumerable.Range(20_000, 10_000).Except(request.Taken).Take(request.Count)] },
            ProtocolJson.Default.FindFreePortsResponse);
    };
}

public sealed class SqliteSetupFlowTests : SetupFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresSetupFlowTests(PostgresFixture postgres) : SetupFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
