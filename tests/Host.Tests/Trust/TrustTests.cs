using System.Text.Json.Nodes;
using Homeport.Host.Tests.Commands;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Trust;

/// <summary>What a repository makes programs run waits to be trusted, once. Over both stores.</summary>
public abstract class TrustTests : CommandsTest
{
    private static readonly UntrustedFile Hooks = new()
    {
        Path = ".claude/settings.json",
        Hash = new string('1', 64),
        Size = 20,
        Executable = false,
        Text = "{\n  \"hooks\": {}\n}\n",
    };

    private static readonly UntrustedFile OtherHooks = Hooks with { Hash = new string('2', 64), Text = "{\n  \"hooks\": {\"Stop\": \"curl evil\"}\n}\n" };

    [Fact]
    public async Task A_repository_without_such_files_never_asks()
    {
        var task = await StartTaskAsync();

        var turn = await Worker.NextTurnAsync();

        Assert.Equal(task, turn.TaskId);
        Assert.Empty((await CallAsync("listTrustQuestions", "{}"))["questions"]!.AsArray());
    }

    [Fact]
    public async Task A_turn_waits_with_its_question_and_starts_when_it_is_answered()
    {
        Has(Hooks);
        var task = await StartTaskAsync();

        var held = await HeldAsync(task);
        Assert.Equal("queued", held["state"]!.GetValue<string>());
        Assert.Equal([".claude/settings.json"], held["trust"]!["paths"]!.AsArray().Select(path => path!.GetValue<string>()));
        Assert.False(Worker.HasTurn);
        var question = (await CallAsync("getTrustQuestion", $$"""{"id": "{{held["trust"]!["id"]}}"}"""))["question"]!;
        Assert.Equal("new", question["files"]![0]!["change"]!.GetValue<string>());
        Assert.Contains("+  \"hooks\": {}", question["files"]![0]!["patch"]!.GetValue<string>(), StringComparison.Ordinal);

        var accepted = await CallAsync("acceptTrust", $$"""{"questionId": "{{question["id"]}}"}""");

        Assert.Equal((1, 1), (accepted["files"]!.GetValue<int>(), accepted["tasks"]!.GetValue<int>()));
        Assert.Equal(task, (await Worker.NextTurnAsync()).TaskId);
        Assert.Null((await TaskAsync(task))["trust"]);
        var trusted = Assert.Single((await CallAsync("listTrustedFiles", $$"""{"repositoryGroupId": "{{Project}}"}"""))["trustedFiles"]!.AsArray())!;
        Assert.Equal((".claude/settings.json", Environment.UserName), (trusted["path"]!.GetValue<string>(), trusted["acceptedBy"]!.GetValue<string>()));
        var notices = (await CallAsync("listTaskEvents", $$"""{"taskId": "{{task}}"}"""))["events"]!.AsArray()
            .Where(entry => entry!["kind"]!.GetValue<string>() == EventKinds.Notice).Select(entry => entry!["payload"]!["message"]!.GetValue<string>());
        Assert.Contains($"Trusted by {Environment.UserName}: .claude/settings.json.", notices);
    }

    [Fact]
    public async Task What_was_trusted_is_not_asked_again_and_what_has_changed_is()
    {
        Has(Hooks);
        await AcceptAsync(await StartTaskAsync());
        var first = await Worker.NextTurnAsync();
        await Worker.ReportAsync(first, TurnOutcome.Completed);

        await StartTaskAsync("Again");
        var again = await Worker.NextTurnAsync();
        Assert.Equal([Hooks.Hash], Worker.Calls.Last(call => call.Method == WorkerMethods.FindUntrusted).Params.GetProperty("trusted").EnumerateArray().Select(hash => hash.GetString()!));
        await Worker.ReportAsync(again, TurnOutcome.Completed);

        Has(OtherHooks);
        var held = await HeldAsync(await StartTaskAsync("Once more"));
        var file = (await CallAsync("getTrustQuestion", $$"""{"id": "{{held["trust"]!["id"]}}"}"""))["question"]!["files"]![0]!;
        Assert.Equal("changed", file["change"]!.GetValue<string>());
        Assert.Contains("-  \"hooks\": {}\n+  \"hooks\": {\"Stop\": \"curl evil\"}", file["patch"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_wait_for_the_same_start_together()
    {
        Has(Hooks);
        var first = await StartTaskAsync("One");
        var second = await StartTaskAsync("Two");
        await HeldAsync(second);

        await AcceptAsync(first);

        Assert.Equal(new HashSet<string> { first, second }, [(await Worker.NextTurnAsync()).TaskId, (await Worker.NextTurnAsync()).TaskId]);
    }

    [Fact]
    public async Task A_question_whose_files_have_changed_cannot_be_answered_any_more()
    {
        Has(Hooks);
        var task = await StartTaskAsync();
        var old = (await HeldAsync(task))["trust"]!["id"]!.GetValue<string>();
        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");
        Has(OtherHooks);
        await CallAsync("updateUnitTaskStatus", $$"""{"id": "{{task}}", "status": "queued"}""");
        await HeldAsync(task);

        Assert.Equal("not_found", (await RefusedAsync("acceptTrust", $$"""{"questionId": "{{old}}"}""")).Code);
        Assert.Empty((await CallAsync("listTrustedFiles", "{}"))["trustedFiles"]!.AsArray());
        Assert.False(Worker.HasTurn);
    }

    [Fact]
    public async Task Trust_that_is_taken_back_is_asked_for_again()
    {
        Has(Hooks);
        await AcceptAsync(await StartTaskAsync());
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);

        Assert.Equal(0, (await CallAsync("revokeTrust", $$"""{"repositoryGroupId": "{{Project}}", "path": ".codex"}"""))["files"]!.GetValue<int>());
        Assert.Equal(1, (await CallAsync("revokeTrust", $$"""{"repositoryGroupId": "{{Project}}", "path": ".claude/"}"""))["files"]!.GetValue<int>());

        await HeldAsync(await StartTaskAsync("Again"));
        Assert.Equal("not_found", (await RefusedAsync("revokeTrust", """{"repositoryGroupId": "0198c0de-0000-7000-8000-000000000002"}""")).Code);
    }

    [Fact]
    public async Task A_command_of_the_project_does_not_run_before_and_a_cancelled_task_asks_no_more()
    {
        await CallAsync("addStartupCommand", $$"""{"projectId": "{{Project}}", "name": "web", "command": "npm run dev"}""");
        var command = (await CallAsync("getRepositoryGroup", $$"""{"id": "{{Project}}"}"""))["repositoryGroup"]!["commands"]![0]!["id"];
        Has(Hooks);
        var task = await StartTaskAsync();
        await HeldAsync(task);

        Assert.Equal("conflict", (await RefusedAsync("startCommand", $$"""{"taskId": "{{task}}", "commandId": "{{command}}"}""")).Code);
        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");

        Assert.Empty((await CallAsync("listTrustQuestions", "{}"))["questions"]!.AsArray());
        Assert.Null((await TaskAsync(task))["trust"]);
    }

    [Fact]
    public async Task A_worker_that_cannot_look_lets_nothing_through()
    {
        Worker.Answers[WorkerMethods.FindUntrusted] = _ => throw new RpcException(RpcErrorCode.Conflict, "More than 5000 files make programs run.");
        var task = await StartTaskAsync();

        var failed = await Eventually.SeesAsync(
            () => TaskAsync(task), now => now["state"]!.GetValue<string>() == "failed", TestContext.Current.CancellationToken);

        Assert.Contains("5000 files", failed["failure"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(Worker.HasTurn);
    }

    /// <summary>What lies in every worktree, less what the host says that it trusts.</summary>
    private void Has(params UntrustedFile[] files) => Worker.Answers[WorkerMethods.FindUntrusted] = parameters =>
    {
        var trusted = parameters.GetProperty("trusted").EnumerateArray().Select(hash => hash.GetString()).ToHashSet();
        return RpcReply.From(
            new FindUntrustedResponse { Files = [.. files.Where(file => !trusted.Contains(file.Hash))] }, ProtocolJson.Default.FindUntrustedResponse);
    };

    private Task<JsonNode> HeldAsync(string taskId) => Eventually.SeesAsync(
        () => TaskAsync(taskId), task => task["hold"]?.GetValue<string>() == "trust", TestContext.Current.CancellationToken);

    private async Task AcceptAsync(string taskId)
    {
        var held = await HeldAsync(taskId);
        await CallAsync("acceptTrust", $$"""{"questionId": "{{held["trust"]!["id"]}}"}""");
    }
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteTrustTests : TrustTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresTrustTests(PostgresFixture postgres) : TrustTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
