using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Commands;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Tasks;

/// <summary>How a task is kept apart is chosen, checked and handed to the worker. Over both stores.</summary>
public abstract class IsolationTests : CommandsTest
{
    [Fact]
    public async Task A_task_in_a_sandbox_tells_its_worker_what_keeps_it()
    {
        await CallAsync("updateRepositoryGroup", $$"""{"id": "{{Project}}", "defaults": {"isolation": "sandbox", "network": false, "containerImage": "mine:1"} }""");
        var task = await StartTaskAsync();

        var turn = await Worker.NextTurnAsync();

        var isolation = turn.Environment!.Isolation!;
        Assert.Equal((Isolation.Sandbox, task, "/worktrees/it", false, "mine:1"), (isolation.Kind, isolation.TaskId, isolation.WorktreePath, isolation.Network, isolation.Image));
        Assert.Equal(turn.Environment.Branch, isolation.Branch);
        var view = await TaskAsync(task);
        Assert.Equal(("sandbox", false), (view["isolation"]!.GetValue<string>(), view["network"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_task_in_a_worktree_is_kept_by_nothing()
    {
        await StartTaskAsync();

        Assert.Null((await Worker.NextTurnAsync()).Environment!.Isolation);
    }

    [Theory]
    [InlineData("worktree", true)]
    [InlineData("in_place", true)]
    [InlineData("sandbox", false)]
    [InlineData("container", false)]
    public async Task An_agent_that_never_asks_needs_the_word_where_nothing_keeps_it(string isolation, bool isRefused)
    {
        var task = $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Go", "agentType": "demo", "permissionMode": "bypass", "isolation": "{{isolation}}" """;

        if (isRefused)
        {
            Assert.Equal(["confirmBypass"], (await RefusedAsync("createUnitTask", task + "}")).Paths);
            await CallAsync("createUnitTask", task + """, "confirmBypass": "bypass"}""");
        }
        else
        {
            var id = (await CallAsync("createUnitTask", task + "}"))["task"]!["id"];
            Assert.Equal(["confirmBypass"], (await RefusedAsync("updateUnitTask", $$"""{"id": "{{id}}", "isolation": "worktree"}""")).Paths);
        }
    }

    [Fact]
    public async Task In_the_checkout_one_task_works_at_a_time()
    {
        var first = await InPlaceAsync("One");
        var turn = await Worker.NextTurnAsync();
        var second = await InPlaceAsync("Two");

        var held = await UntilAsync(second, task => task["hold"]?.GetValue<string>() == "checkout_busy");
        Assert.Equal("queued", held["state"]!.GetValue<string>());
        var elsewhere = await StartTaskAsync("In a worktree");
        Assert.Equal(elsewhere, (await Worker.NextTurnAsync()).TaskId);

        await Worker.ReportAsync(turn, TurnOutcome.Completed);

        Assert.Equal(second, (await Worker.NextTurnAsync()).TaskId);
        var done = await TaskAsync(first);
        Assert.Equal(("/repositories/it", "main"), (done["worktreePath"]!.GetValue<string>(), done["branch"]!.GetValue<string>()));
        Assert.Equal("conflict", (await RefusedAsync("mergeTask", $$"""{"taskId": "{{first}}", "strategy": "squash"}""")).Code);
        Assert.Equal(["isolation"], (await RefusedAsync("updateUnitTask", $$"""{"id": "{{first}}", "isolation": "worktree"}""")).Paths);
    }

    [Fact]
    public async Task The_checkout_is_never_put_away()
    {
        var task = await InPlaceAsync("One");
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);
        await UntilAsync(task, known => known["state"]!.GetValue<string>() == "in_review");

        await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}""");

        Assert.DoesNotContain(Worker.Calls, call => call.Method is WorkerMethods.RemoveWorktree or WorkerMethods.RunCleanup);
    }

    [Fact]
    public async Task What_the_machine_can_do_is_told_with_what_to_do_for_the_rest()
    {
        Worker.Answers[WorkerMethods.ProbeIsolations] = _ => RpcReply.From(
            new ListIsolationsResponse
            {
                Items = [new IsolationView { Kind = Isolation.Sandbox, Available = false, Reason = "bubblewrap is not installed.", Next = "apt-get install bubblewrap" }],
            },
            ProtocolJson.Default.ListIsolationsResponse);

        var told = Assert.Single((await CallAsync("listIsolations", "{}"))["isolations"]!.AsArray())!;

        Assert.Equal(("sandbox", false, "apt-get install bubblewrap"), (told["kind"]!.GetValue<string>(), told["available"]!.GetValue<bool>(), told["next"]!.GetValue<string>()));
        Assert.Equal(["defaults/containerImage"], (await RefusedAsync("updateRepositoryGroup", $$"""{"id": "{{Project}}", "defaults": {"containerImage": "--privileged"} }""")).Paths);
    }

    private async Task<string> InPlaceAsync(string prompt)
    {
        Worker.Answers[WorkerMethods.CreateWorktree] = parameters => RpcReply.From(
            parameters.TryGetProperty("inPlace", out var inPlace) && inPlace.ValueKind == JsonValueKind.True
                ? new CreateWorktreeResponse { WorktreePath = parameters.GetProperty("repositoryPath").GetString()!, Branch = "main", BaseCommit = new string('b', 40) }
                : new CreateWorktreeResponse { WorktreePath = "/worktrees/it", Branch = parameters.GetProperty("branch").GetString()!, BaseCommit = new string('b', 40) },
            ProtocolJson.Default.CreateWorktreeResponse);
        return (await CallAsync(
            "createUnitTask", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "{{prompt}}", "agentType": "demo", "isolation": "in_place", "start": true}"""))
            ["task"]!["id"]!.GetValue<string>();
    }

    private Task<JsonNode> UntilAsync(string id, Func<JsonNode, bool> condition) =>
        Eventually.SeesAsync(() => TaskAsync(id), condition, TestContext.Current.CancellationToken);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteIsolationTests : IsolationTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresIsolationTests(PostgresFixture postgres) : IsolationTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
