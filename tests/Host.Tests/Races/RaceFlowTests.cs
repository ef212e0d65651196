using Homeport.Host.Tests.JsonRpc;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Races;

/// <summary>Races from their start to what becomes of them. Over both stores.</summary>
public abstract class RaceFlowTests : RacesTest
{
    [Fact]
    public async Task Each_runner_is_a_task_of_its_own_from_the_same_commit_and_all_are_tied_together()
    {
        using var socket = await TestSocket.OwnerAsync(Host);
        await socket.CallAsync("subscribeEvents", """{"topics": ["tasks"]}""");

        var (race, tasks) = await RaceAsync();
        await TurnsAsync(tasks);

        var shown = await ShowAsync(race);
        Assert.Equal((Tip, "main", "open", "Do it"), (
            shown["race"]!["baseCommit"]!.GetValue<string>(), shown["race"]!["baseBranch"]!.GetValue<string>(),
            shown["race"]!["state"]!.GetValue<string>(), shown["race"]!["title"]!.GetValue<string>()));
        Assert.Equal(["m1", "m2", "m3"], shown["race"]!["runners"]!.AsArray().Select(runner => runner!["profile"]!["model"]!.GetValue<string>()));
        Assert.Equal(tasks, shown["tasks"]!.AsArray().Select(task => task!["id"]!.GetValue<string>()));
        Assert.All(shown["tasks"]!.AsArray(), task => Assert.Equal((race, "running"), (task!["raceId"]!.GetValue<string>(), task["state"]!.GetValue<string>())));
        var worktrees = Worker.Calls.Where(call => call.Method == WorkerMethods.CreateWorktree).ToArray();
        Assert.Equal(3, worktrees.Length);
        Assert.All(worktrees, call => Assert.Equal(Tip, call.Params.GetProperty("baseCommit").GetString()));
        var kinds = (await socket.NextAsync()).GetProperty("params").GetProperty("events").EnumerateArray().Select(told => told.GetProperty("kind").GetString()).ToArray();
        Assert.Contains(EventKinds.RaceChanged, kinds);
        Assert.Equal([race], (await Host.CallAsync("listRaces", """{"open": true}"""))["races"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""[{"agentType": "demo"}]""", "", "runners")]
    [InlineData("""[{}, {}, {}, {}, {}, {}, {}, {}, {}]""", "", "runners")]
    [InlineData("""[{"agentType": "demo"}, {"agentType": "demo", "isolation": "in_place"}]""", "", "runners/1/isolation")]
    [InlineData("""[{"agentType": "acp"}, {"agentType": "demo"}]""", "", "runners/0/agentCommand")]
    [InlineData("""[{"agentType": "demo"}, {"agentType": "terminal:aider"}]""", "", "runners/1/agentType")]
    [InlineData("""[{"agentType": "demo", "permissionMode": "bypass"}, {"agentType": "demo", "permissionMode": "bypass"}]""", "", "confirmBypass")]
    [InlineData("""[{"agentType": "demo"}, {"agentType": "demo"}]""", """, "verifyTimeoutSeconds": 5""", "verifyTimeoutSeconds")]
    public async Task What_makes_no_race_is_refused_by_its_path_and_nothing_is_written(string runners, string more, string path)
    {
        var error = await Host.RefuseAsync("createRace", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Do it", "runners": {{runners}}{{more}}}""");

        Assert.Equal("invalid_request", error["data"]!["code"]!.GetValue<string>());
        Assert.Equal([path], error["data"]!["errors"]!.AsArray().Select(one => one!["path"]!.GetValue<string>()));
        Assert.Empty((await Host.CallAsync("listRaces", "{}"))["races"]!.AsArray());
        Assert.Empty((await Host.CallAsync("listUnitTasks", "{}"))["tasks"]!.AsArray());
    }

    [Fact]
    public async Task A_branch_that_is_not_there_starts_nothing()
    {
        var error = await Host.RefuseAsync(
            "createRace", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Do it", "baseBranch": "gone", "runners": [{"agentType": "demo"}, {"agentType": "demo"}]}""");

        Assert.Equal("not_found", error["data"]!["code"]!.GetValue<string>());
        Assert.Empty((await Host.CallAsync("listUnitTasks", "{}"))["tasks"]!.AsArray());
    }

    [Fact]
    public async Task A_runner_that_cannot_start_says_so_in_its_column_and_the_others_go_on()
    {
        var asked = 0;
        Worker.Answers[WorkerMethods.CreateWorktree] = parameters => Interlocked.Increment(ref asked) == 1
            ? throw new RpcException(RpcErrorCode.Conflict, "The disk said no.")
            : RpcReply.From(
                new Homeport.Protocol.Git.CreateWorktreeResponse { WorktreePath = "/worktrees/it", Branch = parameters.GetProperty("branch").GetString()!, BaseCommit = Tip },
                ProtocolJson.Default.CreateWorktreeResponse);

        var (race, tasks) = await RaceAsync();
        var turns = new[] { await Worker.NextTurnAsync(), await Worker.NextTurnAsync() };

        var failed = tasks.Single(task => turns.All(turn => turn.TaskId != task));
        await UntilAsync(race, async _ => (await TaskAsync(failed))["state"]!.GetValue<string>() == "failed");
        Assert.EndsWith("The disk said no.", (await TaskAsync(failed))["failure"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var turn in turns)
        {
            Assert.Equal("running", (await TaskAsync(turn.TaskId))["state"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Budgets_count_for_each_and_one_that_is_used_up_is_told_in_the_column()
    {
        var earlier = (await Host.CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Spend", "agentType": "demo", "start": true}"""))["task"]!["id"]!.GetValue<string>();
        var turn = await Worker.NextTurnAsync();
        await Worker.ReportAsync(turn, TurnOutcome.Completed, usage: new TokenUsage { InputTokens = 1, OutputTokens = 1, CostUsd = 2 });
        await Host.CallAsync("setProjectBudget", $$"""{"projectId": "{{Project}}", "monthUsd": 1}""");

        var (race, tasks) = await RaceAsync(2);

        var shown = await ShowAsync(race);
        Assert.All(shown["race"]!["runners"]!.AsArray(), runner => Assert.Contains("budget for this month", runner!["problem"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.All(shown["tasks"]!.AsArray(), task => Assert.Equal("draft", task!["state"]!.GetValue<string>()));
        Assert.DoesNotContain(earlier, tasks);
    }

    [Fact]
    public async Task What_a_runner_used_and_how_long_it_worked_stands_with_it()
    {
        var (race, tasks) = await RaceAsync(2);
        var turns = await TurnsAsync(tasks);
        await Worker.ReportAsync(turns[0], TurnOutcome.Completed, files: 3, usage: new TokenUsage { InputTokens = 1000, OutputTokens = 200, CostUsd = 0.5 });

        var runners = (await ShowAsync(race))["race"]!["runners"]!;

        Assert.Equal((0.5, 1000L, 1), (
            runners[0]!["usage"]!["costUsd"]!.GetValue<double>(), runners[0]!["usage"]!["inputTokens"]!.GetValue<long>(), runners[0]!["usage"]!["turns"]!.GetValue<int>()));
        Assert.True(runners[0]!["agentSeconds"]!.GetValue<double>() > 0);
        Assert.Null(runners[0]!["runningSince"]);
        Assert.NotNull(runners[1]!["runningSince"]);
        Assert.Equal(3, (await TaskAsync(tasks[0]))["changes"]!["files"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_is_kept_the_others_are_stopped_and_lie_in_the_trash_from_which_they_come_back()
    {
        var (race, tasks) = await RaceAsync();
        var turns = await TurnsAsync(tasks);
        await Worker.ReportAsync(turns[0], TurnOutcome.Completed);
        await Worker.ReportAsync(turns[1], TurnOutcome.Completed);

        await Host.CallAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}""");

        var shown = await UntilAsync(race, shown => Is(shown, "kept"));
        Assert.Equal([false, true, true], shown["runners"]!.AsArray().Select(runner => runner!["inTrash"]!.GetValue<bool>()));
        Assert.Equal(tasks[0], shown["winnerTaskId"]!.GetValue<string>());
        Assert.Equal(("in_review", false), ((await TaskAsync(tasks[0]))["state"]!.GetValue<string>(), (await TaskAsync(tasks[0]))["deletedAt"] is not null));
        Assert.Contains(Worker.Calls, call => call.Method == WorkerMethods.StopSession && call.Params.GetProperty("sessionId").GetString() == turns[2].SessionId);

        await Host.CallAsync("restoreUnitTask", $$"""{"id": "{{tasks[1]}}"}""");
        shown = (await ShowAsync(race))["race"]!;
        Assert.Equal([false, false, true], shown["runners"]!.AsArray().Select(runner => runner!["inTrash"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task The_first_choice_counts_the_same_again_is_no_error_and_who_is_slower_sees_who_chose()
    {
        var (race, tasks) = await RaceAsync(2);
        await FinishedRaceAsync(tasks);

        var answers = await Task.WhenAll(tasks.Select(task => Host.RpcAsync(
            $$"""{"jsonrpc": "2.0", "id": 1, "method": "keepRunner", "params": {"id": "{{race}}", "taskId": "{{task}}"} }""")));

        var error = Assert.Single(answers, answer => answer.TryGetProperty("error", out _)).GetProperty("error").GetProperty("data");
        Assert.Equal("conflict", error.GetProperty("code").GetString());
        Assert.Contains("kept another runner", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var winner = error.GetProperty("facts").GetProperty("winner")[0].GetString();
        await UntilAsync(race, shown => Is(shown, "kept"));
        Assert.Equal(winner, (await Host.CallAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{winner}}"}"""))["race"]!["winnerTaskId"]!.GetValue<string>());
        Assert.Equal("conflict", (await Host.RefuseAsync("callOffRace", $$"""{"id": "{{race}}", "tasks": "untie"}"""))["data"]!["code"]!.GetValue<string>());
        Assert.Null((await TaskAsync(winner!))["deletedAt"]);
    }

    [Fact]
    public async Task A_host_that_ends_between_two_losers_goes_on_with_the_rest_when_it_starts_again()
    {
        var (race, tasks) = await RaceAsync();
        await FinishedRaceAsync(tasks);
        var refused = tasks[2];
        Worker.Answers[WorkerMethods.RemoveWorktree] = parameters => parameters.GetProperty("taskId").GetString() == refused
            ? throw new RpcException(RpcErrorCode.Conflict, "The folder is in use.")
            : RpcReply.From(new Homeport.Protocol.Git.RemoveWorktreeResponse { TrashId = "t1" }, ProtocolJson.Default.RemoveWorktreeResponse);
        await Host.CallAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}""");
        var shown = await UntilAsync(race, shown => shown["runners"]![1]!["inTrash"]!.GetValue<bool>() && shown["runners"]![2]!["problem"] is not null);
        Assert.Equal("keeping", shown["state"]!.GetValue<string>());
        Assert.EndsWith("The folder is in use.", shown["runners"]![2]!["problem"]!.GetValue<string>(), StringComparison.Ordinal);
        await Host.CallAsync("restoreUnitTask", $$"""{"id": "{{tasks[1]}}"}"""); // a person wants that one after all

        await StartAgainAsync();
        Assert.True(Is((await ShowAsync(race))["race"]!, "keeping"));
        await ConnectAsync();

        shown = await UntilAsync(race, shown => Is(shown, "kept"));
        Assert.Equal([false, false, true], shown["runners"]!.AsArray().Select(runner => runner!["inTrash"]!.GetValue<bool>()));
        Assert.Null(shown["runners"]![2]!["problem"]);
    }

    [Fact]
    public async Task A_race_is_called_off_into_the_trash()
    {
        var (race, tasks) = await RaceAsync(2);
        await TurnsAsync(tasks);

        await Host.CallAsync("callOffRace", $$"""{"id": "{{race}}", "tasks": "trash"}""");

        var shown = await UntilAsync(race, shown => Is(shown, "called_off"));
        Assert.All(shown["runners"]!.AsArray(), runner => Assert.True(runner!["inTrash"]!.GetValue<bool>()));
        Assert.Empty((await Host.CallAsync("listUnitTasks", "{}"))["tasks"]!.AsArray());
    }

    [Fact]
    public async Task A_race_is_untied_into_ordinary_tasks_that_go_on()
    {
        var (race, tasks) = await RaceAsync(2);
        await TurnsAsync(tasks);

        await Host.CallAsync("callOffRace", $$"""{"id": "{{race}}", "tasks": "untie"}""");

        Assert.True(Is((await ShowAsync(race))["race"]!, "untied"));
        foreach (var task in tasks)
        {
            var view = await TaskAsync(task);
            Assert.Equal(("running", true), (view["state"]!.GetValue<string>(), view["raceId"] is null));
        }

        Assert.Equal("conflict", (await Host.RefuseAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_not_of_the_race_or_lies_in_the_trash_is_not_kept()
    {
        var (race, tasks) = await RaceAsync(2);
        await FinishedRaceAsync(tasks);
        var (_, others) = await RaceAsync(2);
        await Host.CallAsync("deleteUnitTask", $$"""{"id": "{{tasks[0]}}"}""");

        Assert.Equal("not_found", (await Host.RefuseAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{others[0]}}"}"""))["data"]!["code"]!.GetValue<string>());
        Assert.Equal("conflict", (await Host.RefuseAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}"""))["data"]!["code"]!.GetValue<string>());
        Assert.True(Is((await ShowAsync(race))["race"]!, "open"));
    }
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteRaceFlowTests : RaceFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresRaceFlowTests(PostgresFixture postgres) : RaceFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
