using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Host.Tests.Approvals;

/// <summary>Answers and rules, seen through the operations. Over both stores.</summary>
public abstract partial class ApprovalFlowTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _project = "";
    private long _number;
    private int _asked;

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
        _project = (await CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_wins_and_the_others_are_told_whose_and_when()
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "npm test");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => _host.RpcAsync(
            $$$"""{"jsonrpc": "2.0", "id": 1, "method": "answerApproval", "params": {"approvalId": "{{{id}}}", "optionId": "{{{(index % 2 == 0 ? "yes" : "no")}}}"}}""",
            index % 3 == 0 ? _host.Socket : _host.Owner)));

        var won = Assert.Single(answers, answer => answer.TryGetProperty("result", out _));
        var decision = won.GetProperty("result").GetProperty("approval").GetProperty("decision");
        Assert.All(answers.Where(answer => answer.TryGetProperty("error", out _)), answer =>
        {
            var data = answer.GetProperty("error").GetProperty("data");
            Assert.Equal("conflict", data.GetProperty("code").GetString());
            Assert.Equal(decision.GetProperty("by").GetString(), data.GetProperty("facts").GetProperty("by")[0].GetString());
            Assert.Equal(decision.GetProperty("optionId").GetString(), data.GetProperty("facts").GetProperty("option")[0].GetString());
            Assert.NotEqual("", data.GetProperty("facts").GetProperty("at")[0].GetString());
        });
        var delivered = Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.AnswerAgent).Params;
        Assert.Equal(decision.GetProperty("optionId").GetString(), delivered.GetProperty("optionId").GetString());
    }

    [Fact]
    public async Task A_second_answer_is_told_in_words_what_the_first_was()
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "npm test");
        await CallAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "no", "reason": "later"}""");

        var late = await RefuseAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "yes"}""");

        Assert.Matches("^.+ denied this at ..:..:.. UTC on 20..-..-..\\.$", late["data"]!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_answer_to_what_was_not_shown_is_refused_and_the_right_one_taken()
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "npm test");
        var shown = (await ApprovalAsync(id))["detailDigest"]!.GetValue<string>();

        var other = await RefuseAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "yes", "detailDigest": "{{new string('0', 64)}}"}""");
        await CallAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "yes", "detailDigest": "{{shown}}"}""");

        Assert.Equal("conflict", other["data"]!["code"]!.GetValue<string>());
        Assert.Equal("resolved", (await ApprovalAsync(id))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_asked_comes_with_rules_to_keep_and_everybody_sees_the_outcome()
    {
        var (task, turn) = await StartAsync();
        var id = await AskAsync(turn, "npm test --watch=false");

        var proposals = (await ApprovalAsync(id))["proposals"]!.AsArray();
        var told = (await EventsAsync(task)).Single(item => item!["kind"]!.GetValue<string>() == EventKinds.ApprovalRequested)!["payload"]!["approval"]!;
        await CallAsync("answerApproval", $$"""{"approvalId": "{{id}}", "optionId": "yes"}""");

        Assert.Equal(["npm test *", "npm test --watch=false"], proposals.Select(one => one!["pattern"]!.GetValue<string>()));
        Assert.Equal(proposals.ToJsonString(), told["proposals"]!.ToJsonString());
        Assert.NotNull(told["detailDigest"]);
        Assert.Single(await EventsAsync(task), item => item!["kind"]!.GetValue<string>() == EventKinds.ApprovalResolved);
        Assert.Null((await ApprovalAsync(id))["proposals"]);
    }

    [Fact]
    public async Task A_reason_reaches_the_agent_with_the_refusal_or_as_the_next_prompt()
    {
        var (task, turn) = await StartAsync();
        var first = await AskAsync(turn, "npm test", extra: """ "takesReason": "answer",""");
        var second = await AskAsync(turn, "npm run x", extra: """ "takesReason": "prompt",""");

        await CallAsync("answerApproval", $$"""{"approvalId": "{{first}}", "optionId": "no", "reason": "use make"}""");
        var before = (await CallAsync("listQueuedPrompts", $$"""{"taskId": "{{task}}"}"""))["queuedPrompts"]!.AsArray().Count;
        await CallAsync("answerApproval", $$"""{"approvalId": "{{second}}", "optionId": "no", "reason": "not that"}""");
        var queued = (await CallAsync("listQueuedPrompts", $$"""{"taskId": "{{task}}"}"""))["queuedPrompts"]!.AsArray();

        Assert.Equal("use make", _worker.Calls.First(call => call.Method == WorkerMethods.AnswerAgent).Params.GetProperty("reason").GetString());
        Assert.Equal(0, before);
        Assert.Contains("not that", Assert.Single(queued)!["prompt"]!.GetValue<string>(), StringComparison.Ordinal);
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        Assert.Contains("not that", (await _worker.NextTurnAsync()).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_plan_goes_to_an_agent_that_takes_one_and_to_no_other()
    {
        var (_, turn) = await StartAsync();
        var plain = await AskAsync(turn, "1. all", "plan", "markdown");
        var takes = await AskAsync(turn, "1. all", "plan", "markdown", """ "takesPlan": true,""");

        var refused = await RefuseAsync("answerApproval", $$"""{"approvalId": "{{plain}}", "optionId": "yes", "plan": "1. half"}""");
        var back = await RefuseAsync("answerApproval", $$"""{"approvalId": "{{takes}}", "optionId": "no", "plan": "1. half"}""");
        await CallAsync("answerApproval", $$"""{"approvalId": "{{takes}}", "optionId": "yes", "plan": "1. half"}""");

        Assert.Equal(["plan", "plan"], [refused["data"]!["errors"]![0]!["path"]!.GetValue<string>(), back["data"]!["errors"]![0]!["path"]!.GetValue<string>()]);
        Assert.Equal("1. half", _worker.Calls.Single(call => call.Method == WorkerMethods.AnswerAgent).Params.GetProperty("plan").GetString());
        Assert.Equal("1. half", (await ApprovalAsync(takes))["decision"]!["plan"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"questionId": "q", "values": ["in my own words"]}""", null)]
    [InlineData("""{"questionId": "q", "values": []}""", "answers")]
    [InlineData("""{"questionId": "q", "values": ["A", "B"]}""", "answers")]
    [InlineData("""{"questionId": "other", "values": ["A"]}""", "answers")]
    public async Task A_question_takes_a_choice_or_free_words(string answer, string? wrong)
    {
        var (_, turn) = await StartAsync();
        var id = await AskAsync(turn, "", "question", "text", """ "questions": [{"id": "q", "question": "Which?", "choices": [{"label": "A"}, {"label": "B"}]}],""");
        var request = $$"""{"approvalId": "{{id}}", "answers": [{{answer}}]}""";

        if (wrong is null)
        {
            await CallAsync("answerApproval", request);
            Assert.Equal("in my own words", _worker.Calls.Single(call => call.Method == WorkerMethods.AnswerAgent).Params.GetProperty("answers")[0].GetProperty("values")[0].GetString());
        }
        else
        {
            Assert.Equal(wrong, (await RefuseAsync("answerApproval", request))["data"]!["errors"]![0]!["path"]!.GetValue<string>());
        }
    }

    private async Task<(string Task, AssignTaskRequest Turn)> StartAsync(string agent = "claude_code")
    {
        var task = (await CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{_project}}", "prompt": "Do it", "agentType": "{{agent}}", "start": true}"""))["task"]!["id"]!.GetValue<string>();
        _number = 0;
        return (task, await _worker.NextTurnAsync());
    }

    /// <summary>Asks, and returns once the host has it: rules have answered then, where any do.</summary>
    private async Task<string> AskAsync(AssignTaskRequest turn, string detail, string kind = "permission", string detailKind = "command", string extra = "", string tool = "Bash")
    {
        var id = $"a{++_asked}";
        await _worker.WriteAsync(
            turn, ++_number, EventKinds.ApprovalRequested,
            $$"""
            {"approval": {"id": "{{id}}", "taskId": "{{turn.TaskId}}", "sessionId": "{{turn.SessionId}}", "kind": "{{kind}}", "toolName": "{{tool}}",{{extra}}
              "title": "It asks", "detail": {{JsonSerializer.Serialize(detail, Protocol.ProtocolJson.Default.String)}}, "detailKind": "{{detailKind}}", "state": "pending",
              "createdAt": "2026-01-01T00:00:00Z", "options": [
                {"id": "yes", "kind": "allow_once", "name": "Allow once"}, {"id": "always", "kind": "allow_always", "name": "Always"},
                {"id": "no", "kind": "reject_once", "name": "Deny"}]} }
            """,
            id);
        return id;
    }

    private async Task<JsonNode> ApprovalAsync(string id) => (await CallAsync("getApproval", $$"""{"id": "{{id}}"}"""))["approval"]!;

    private async Task<string> StateAsync(string id) => (await ApprovalAsync(id))["state"]!.GetValue<string>();

    private async Task<JsonArray> EventsAsync(string task) => (await CallAsync("listTaskEvents", $$"""{"taskId": "{{task}}"}"""))["events"]!.AsArray();

    private Task<JsonNode> CallAsync(string operation, string parameters) => _host.CallAsync(operation, parameters);

    private Task<JsonNode> RefuseAsync(string operation, string parameters) => _host.RefuseAsync(operation, parameters);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteApprovalFlowTests : ApprovalFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresApprovalFlowTests(PostgresFixture postgres) : ApprovalFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
