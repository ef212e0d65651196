using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Testing;

namespace Homeport.Host.Tests.Usage;

/// <summary>What turns cost, who is told, and what happens when the money is gone. Over both stores.</summary>
public abstract class UsageTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _project = "";

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options =>
        {
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(options.Root).FullName, "prices.json"),
                """{"pricesOf": "2026-11-01", "items": [{"model": "house-model", "input": 2, "output": 10, "cacheRead": 1}]}""");
            return options with { StoreConnection = store };
        });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
        _project = (await _host.CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Costs_that_agents_tell_and_costs_by_the_table_are_summed_and_told_apart()
    {
        var told = await RunAsync("claude_code", "claude-sonnet-4-5-20250929", new TokenUsage { InputTokens = 100, OutputTokens = 10, CostUsd = 0.5 });
        await RunAsync("codex", "openai/house-model-2026-01-31", new TokenUsage { InputTokens = 1_000_000, OutputTokens = 100_000, CacheReadTokens = 500_000 });
        await RunAsync("codex", "model-of-tomorrow", new TokenUsage { InputTokens = 5, OutputTokens = 5 });

        var byAgent = await _host.CallAsync("getUsage", """{"by": "agent"}""");
        var byModel = await _host.CallAsync("getUsage", """{"by": "model"}""");
        var byDay = await _host.CallAsync("getUsage", $$"""{"projectId": "{{_project}}"}""");
        var byTask = await _host.CallAsync("getUsage", """{"by": "task", "agentType": "claude_code"}""");

        Assert.Equal([("codex", 3.5, 3.5, 1), ("claude_code", 0.5, 0, 0)], Groups(byAgent));
        Assert.Equal(["openai/house-model-2026-01-31", "claude-sonnet-4-5-20250929", "model-of-tomorrow"], Groups(byModel).Select(group => group.Key));
        Assert.Equal((4.0, 3, 1), (Groups(byDay).Single().Cost, byDay["total"]!["turns"]!.GetValue<int>(), byDay["total"]!["unpricedTurns"]!.GetValue<int>()));
        Assert.Equal((told, "Do it"), (Groups(byTask).Single().Key, byTask["groups"]![0]!["name"]!.GetValue<string>()));
        var prices = (await _host.CallAsync("listPrices", "{}"))["prices"]!.AsArray();
        Assert.True(prices.Single(price => price!["model"]!.GetValue<string>() == "house-model")!["own"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"from": "yesterday"}""", "from")]
    [InlineData("""{"to": "2026-13-01"}""", "to")]
    [InlineData("""{"from": "2026-02-02", "to": "2026-02-01"}""", "from")]
    public async Task Days_that_are_none_are_refused(string request, string path) =>
        Assert.Equal(path, (await _host.RefuseAsync("getUsage", request))["data"]!["errors"]![0]!["path"]!.GetValue<string>());

    [Fact]
    public async Task A_turn_that_uses_up_its_tasks_budget_is_ended_and_goes_on_when_it_was_raised()
    {
        var task = await CreateAsync("codex");
        await _host.CallAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": 1}""");
        await _host.CallAsync("startTaskExecution", $$"""{"taskId": "{{task}}"}""");
        var turn = await _worker.NextTurnAsync();
        _worker.Answers[WorkerMethods.StopSession] = _ => Rpc.RpcReply.Empty;
        await _worker.WriteAsync(turn, 1, EventKinds.SessionStarted, """{"agentType": "codex", "model": "house-model"}""");
        await _worker.WriteAsync(turn, 2, EventKinds.Usage, """{"inputTokens": 400000, "outputTokens": 0}""", "u1");
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        await _host.CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "More"}""");
        turn = await _worker.NextTurnAsync();

        await _worker.WriteAsync(turn, 3, EventKinds.Usage, """{"inputTokens": 100000, "outputTokens": 0}""", "u2");
        await UntilAsync(() => _worker.Calls.Any(call => call.Method == WorkerMethods.StopSession));
        await _worker.ReportAsync(turn, TurnOutcome.Interrupted);
        var view = (await _host.CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!;
        Assert.Equal(("waiting", "budget"), (view["state"]!.GetValue<string>(), view["waitingReason"]!.GetValue<string>()));

        var refused = await _host.RefuseAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");
        Assert.Contains("$1.00", refused["data"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        var raised = await _host.CallAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": 2.5}""");
        Assert.Equal((2.5, 1.0, null), (raised["budget"]!["taskUsd"]!.GetValue<double>(), raised["budget"]!["spentUsd"]!.GetValue<double>(), raised["budget"]!["usedUp"]));
        await _host.CallAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");
        Assert.Equal(task, (await _worker.NextTurnAsync()).TaskId);
    }

    [Fact]
    public async Task A_projects_limits_hold_for_each_task_and_for_the_month()
    {
        await _host.CallAsync("setProjectBudget", $$"""{"projectId": "{{_project}}", "eachTaskUsd": 1, "monthUsd": 1.5}""");
        var first = await RunAsync("claude_code", "m", new TokenUsage { OutputTokens = 1, CostUsd = 1.2 });
        var each = await _host.RefuseAsync("sendPrompt", $$"""{"taskId": "{{first}}", "prompt": "More"}""");
        await RunAsync("claude_code", "m", new TokenUsage { OutputTokens = 1, CostUsd = 0.4 });
        var third = await CreateAsync("claude_code");
        var month = await _host.RefuseAsync("startTaskExecution", $$"""{"taskId": "{{third}}"}""");
        await _host.CallAsync("setProjectBudget", $$"""{"projectId": "{{_project}}", "eachTaskUsd": 1}""");
        await _host.CallAsync("startTaskExecution", $$"""{"taskId": "{{third}}"}""");

        Assert.Contains("lets a task cost $1.00", each["data"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("for this month", month["data"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(1.6, (await _host.CallAsync("getProjectBudget", $$"""{"projectId": "{{_project}}"}"""))["spentInMonthUsd"]!.GetValue<double>(), 6);
    }

    [Fact]
    public async Task A_prompt_that_was_refused_for_want_of_money_is_not_lost_when_it_is_sent_again()
    {
        var task = await RunAsync("claude_code", "m", new TokenUsage { OutputTokens = 1, CostUsd = 1.2 });
        await _host.CallAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": 1}""");
        var prompt = $$"""{"taskId": "{{task}}", "prompt": "More", "idempotencyKey": "k1"}""";
        await _host.RefuseAsync("sendPrompt", prompt);
        await _host.CallAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": 5}""");

        await _host.CallAsync("sendPrompt", prompt);

        Assert.Equal("More", (await _worker.NextTurnAsync()).Prompt);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("1e9")]
    public async Task A_budget_is_some_money(string limit)
    {
        var task = await CreateAsync("demo");

        var refused = await _host.RefuseAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": {{limit}}}""");

        Assert.Equal("limitUsd", refused["data"]!["errors"]![0]!["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_waits_behind_a_turn_that_used_up_the_budget_stays_in_the_queue()
    {
        var task = await CreateAsync("claude_code");
        await _host.CallAsync("setTaskBudget", $$"""{"taskId": "{{task}}", "limitUsd": 1}""");
        await _host.CallAsync("startTaskExecution", $$"""{"taskId": "{{task}}"}""");
        var turn = await _worker.NextTurnAsync();
        await _host.CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "Later"}""");

        await _worker.ReportAsync(turn, TurnOutcome.Completed, usage: new TokenUsage { OutputTokens = 1, CostUsd = 2 });

        var view = (await _host.CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!;
        Assert.Equal(("in_review", 1, 2.0), (view["state"]!.GetValue<string>(), view["queuedPrompts"]!.GetValue<int>(), view["usage"]!["costUsd"]!.GetValue<double>()));
        Assert.False(_worker.HasTurn);
    }

    private static IEnumerable<(string Key, double Cost, double Estimated, int Unpriced)> Groups(JsonNode answer) => answer["groups"]!.AsArray().Select(group => (
        group!["key"]!.GetValue<string>(), Math.Round(group["usage"]!["costUsd"]!.GetValue<double>(), 6),
        Math.Round(group["usage"]!["estimatedUsd"]!.GetValue<double>(), 6), group["usage"]!["unpricedTurns"]!.GetValue<int>()));

    private async Task<string> CreateAsync(string agent) => (await _host.CallAsync(
        "createUnitTask", $$"""{"repositoryGroupId": "{{_project}}", "prompt": "Do it", "agentType": "{{agent}}", "start": false}"""))["task"]!["id"]!.GetValue<string>();

    /// <summary>A task with one turn.</summary>
    private async Task<string> RunAsync(string agent, string model, TokenUsage usage)
    {
        var task = await CreateAsync(agent);
        await _host.CallAsync("startTaskExecution", $$"""{"taskId": "{{task}}"}""");
        var turn = await _worker.NextTurnAsync();
        await _worker.WriteAsync(turn, 1, EventKinds.SessionStarted, $$"""{"agentType": "{{agent}}", "model": "{{model}}"}""");
        await _worker.ReportAsync(turn, TurnOutcome.Completed, usage: usage);
        return task;
    }

    private static Task UntilAsync(Func<bool> holds) => Eventually.HoldsAsync(holds, TestContext.Current.CancellationToken);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteUsageTests : UsageTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresUsageTests(PostgresFixture postgres) : UsageTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
