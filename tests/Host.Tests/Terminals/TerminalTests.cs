using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Terminals;

/// <summary>What becomes of a terminal's row, seen through the operations. Over both stores.</summary>
public abstract class TerminalTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _project = "";

    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        _worker = await ConnectAsync("worker-1");
        _project = (await CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_terminal_of_a_task_works_in_its_worktree_which_is_made_for_it()
    {
        var task = await CreateTaskAsync();

        var terminal = await CreateAsync($$"""{"taskId": "{{task}}", "columns": 120, "rows": 40, "name": " build "}""");

        var opened = LastCall(WorkerMethods.OpenTerminal);
        Assert.Equal("/worktrees/it", opened.GetProperty("workingDirectory").GetString());
        Assert.Equal((task, 120, 40), (opened.GetProperty("taskId").GetString(), opened.GetProperty("columns").GetInt32(), opened.GetProperty("rows").GetInt32()));
        Assert.Equal(terminal["id"]!.GetValue<string>(), opened.GetProperty("terminalId").GetString());
        Assert.Equal(("running", "build", "/bin/scripted"), (Text(terminal, "state"), Text(terminal, "name"), Text(terminal, "shell")));
        Assert.Equal((task, _project), (Text(terminal, "taskId"), Text(terminal, "repositoryGroupId")));
    }

    [Fact]
    public async Task A_terminal_of_a_project_works_in_its_repository_and_lists_are_narrowed()
    {
        var task = await CreateTaskAsync();
        var ofProject = await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}""");
        var ofTask = await CreateAsync($$"""{"taskId": "{{task}}"}""");

        Assert.Equal("/repositories/it", Text(ofProject, "workingDirectory"));
        Assert.Equal((80, 24), (ofProject["columns"]!.GetValue<int>(), ofProject["rows"]!.GetValue<int>()));
        Assert.Equal([Text(ofProject, "id"), Text(ofTask, "id")], await ListAsync("{}"));
        Assert.Equal([Text(ofTask, "id")], await ListAsync($$"""{"taskId": "{{task}}"}"""));
        Assert.Equal(2, (await ListAsync($$"""{"repositoryGroupId": "{{_project}}"}""")).Length);
    }

    [Theory]
    [InlineData("""{}""", "invalid_request")]
    [InlineData("""{"taskId": "a", "repositoryGroupId": "b"}""", "invalid_request")]
    [InlineData("""{"repositoryGroupId": "PROJECT", "columns": 1}""", "invalid_request")]
    [InlineData("""{"repositoryGroupId": "PROJECT", "rows": 100000}""", "invalid_request")]
    [InlineData("""{"repositoryGroupId": "PROJECT", "name": "a\u0007b"}""", "invalid_request")]
    [InlineData("""{"repositoryGroupId": "nowhere"}""", "not_found")]
    [InlineData("""{"taskId": "nowhere"}""", "not_found")]
    public async Task What_cannot_be_opened_is_refused(string request, string code)
    {
        var answer = await _host.RpcAsync(Rpc("createTerminal", request.Replace("PROJECT", _project, StringComparison.Ordinal)));

        Assert.Equal(code, answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
        Assert.Empty(await ListAsync("{}"));
    }

    [Fact]
    public async Task One_that_the_worker_does_not_open_leaves_no_row()
    {
        _worker.Answers[WorkerMethods.OpenTerminal] = _ => throw new RpcException(RpcErrorCode.Conflict, "no shell");

        var answer = await _host.RpcAsync(Rpc("createTerminal", $$"""{"repositoryGroupId": "{{_project}}"}"""));

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.Empty(await ListAsync("{}"));
    }

    [Fact]
    public async Task It_is_named_ended_and_closed_and_each_is_told()
    {
        var terminal = Text(await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}"""), "id");

        Assert.Equal("logs", Text((await CallAsync("renameTerminal", $$"""{"id": "{{terminal}}", "name": "logs"}"""))["terminal"]!, "name"));
        await ReportAsync(new TerminalStatus { TerminalId = terminal, IsRunning = true, Columns = 90, Rows = 30, Title = "vim" });
        await ReportAsync(new TerminalStatus { TerminalId = terminal, IsRunning = false, Columns = 90, Rows = 30, Title = "vim", ExitCode = 3 });

        var ended = (await CallAsync("getTerminal", $$"""{"id": "{{terminal}}"}"""))["terminal"]!;
        Assert.Equal(("ended", 3, 90, "vim"), (Text(ended, "state"), ended["exitCode"]!.GetValue<int>(), ended["columns"]!.GetValue<int>(), Text(ended, "title")));
        await CallAsync("closeTerminal", $$"""{"id": "{{terminal}}"}""");
        Assert.Equal(terminal, LastCall(WorkerMethods.EndTerminal).GetProperty("terminalId").GetString());
        Assert.Empty(await ListAsync("{}"));
        var gone = await _host.RpcAsync(Rpc("closeTerminal", $$"""{"id": "{{terminal}}"}"""));
        Assert.Equal("not_found", gone.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Deleting_a_task_closes_its_terminals_before_its_worktree_goes()
    {
        var task = await CreateTaskAsync();
        var terminal = Text(await CreateAsync($$"""{"taskId": "{{task}}"}"""), "id");

        await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}""");

        var calls = _worker.Calls.Select(call => call.Method).ToList();
        Assert.InRange(calls.IndexOf(WorkerMethods.EndTerminal), 0, calls.IndexOf(WorkerMethods.RemoveWorktree));
        Assert.Empty(await ListAsync("{}"));
        var refused = await _host.RpcAsync(Rpc("createTerminal", $$"""{"taskId": "{{task}}"}"""));
        Assert.Equal("conflict", refused.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_worker_that_comes_back_keeps_what_it_names_and_loses_what_it_does_not()
    {
        string[] terminals =
        [
            Text(await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}"""), "id"),
            Text(await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}"""), "id"),
            Text(await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}"""), "id"),
        ];
        await _worker.DisposeAsync();

        _worker = await ConnectAsync(
            "worker-1",
            new TerminalStatus { TerminalId = terminals[0], IsRunning = true, Columns = 10, Rows = 10 },
            new TerminalStatus { TerminalId = terminals[1], IsRunning = false, Columns = 10, Rows = 10, ExitCode = 1 },
            new TerminalStatus { TerminalId = "closed-meanwhile", IsRunning = true, Columns = 10, Rows = 10 });

        Assert.Equal(["running", "ended", "lost"], await StatesAsync());
        await EventuallyAsync(() => _worker.Calls.Any(call =>
            call.Method == WorkerMethods.EndTerminal && call.Params.GetProperty("terminalId").GetString() == "closed-meanwhile"));
    }

    [Fact]
    public async Task The_terminals_of_a_dead_worker_are_lost_when_another_takes_over()
    {
        await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}""");
        await _worker.DisposeAsync();

        _worker = await ConnectAsync("worker-2");
        Assert.Equal(["running"], await StatesAsync()); // the other one may only be away
        await _worker.DisposeAsync();
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, request => request with { WorkerId = "worker-3", TookOver = ["worker-1"] });

        Assert.Equal(["lost"], await StatesAsync());
    }

    [Fact]
    public async Task One_that_is_closed_while_its_worker_is_away_is_gone()
    {
        var terminal = Text(await CreateAsync($$"""{"repositoryGroupId": "{{_project}}"}"""), "id");
        await _worker.DisposeAsync();
        await EventuallyAsync(async () => (await CallAsync("listWorkers", "{}"))["workers"]!.AsArray().Count == 0);

        await CallAsync("closeTerminal", $$"""{"id": "{{terminal}}"}""");

        Assert.Empty(await ListAsync("{}"));
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Rpc(string method, string parameters) => $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""";

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    private static Task EventuallyAsync(Func<bool> isSo) => EventuallyAsync(() => Task.FromResult(isSo()));

    private async Task<ScriptedWorker> ConnectAsync(string id, params TerminalStatus[] terminals)
    {
        var worker = await ScriptedWorker.ConnectAsync(_host.Running, request => request with { WorkerId = id, Terminals = terminals });
        worker.Answers[WorkerMethods.OpenTerminal] = _ =>
            RpcReply.From(new OpenTerminalResponse { Shell = "/bin/scripted" }, ProtocolJson.Default.OpenTerminalResponse);
        return worker;
    }

    private Task<NoResponse> ReportAsync(TerminalStatus status) =>
        _worker.CallAsync(HostMethods.TerminalChanged, status, ProtocolJson.Default.TerminalStatus, ProtocolJson.Default.NoResponse);

    private JsonElement LastCall(string method) => _worker.Calls.Last(call => call.Method == method).Params;

    private async Task<string> CreateTaskAsync() => Text((await CallAsync(
        "createUnitTask", $$"""{"repositoryGroupId": "{{_project}}", "prompt": "Do it", "agentType": "claude_code"}"""))["task"]!, "id");

    private async Task<JsonNode> CreateAsync(string request) => (await CallAsync("createTerminal", request))["terminal"]!;

    private async Task<string[]> ListAsync(string request) =>
        [.. (await CallAsync("listTerminals", request))["terminals"]!.AsArray().Select(terminal => Text(terminal!, "id"))];

    private async Task<string[]> StatesAsync() =>
        [.. (await CallAsync("listTerminals", "{}"))["terminals"]!.AsArray().Select(terminal => Text(terminal!, "state"))];

    private Task<JsonNode> CallAsync(string method, string parameters) => _host.CallAsync(method, parameters);
}

public sealed class SqliteTerminalTests : TerminalTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresTerminalTests(PostgresFixture postgres) : TerminalTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
