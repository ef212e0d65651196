using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.JsonRpc;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Commands;

/// <summary>The startup commands of tasks, over a worker that says what a test wants. Over both stores.</summary>
public abstract class CommandFlowTests : CommandsTest
{
    [Fact]
    public async Task A_command_runs_in_the_worktree_with_the_tasks_ports_and_is_told_to_subscribers()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "npm run dev", "workingDirectory": "apps/web", "portNames": ["PORT", "API_PORT"], "restart": true}""");
        var task = await WorkedTaskAsync();
        using var socket = await TestSocket.OwnerAsync(Host);
        await socket.CallAsync("subscribeEvents", "{}");

        var started = (await RunAsync("startCommand", task, web))["command"]!;

        var request = Worker.Calls.Last(call => call.Method == WorkerMethods.StartService).Params.Deserialize(ProtocolJson.Default.StartServiceRequest)!;
        Assert.Equal(("npm run dev", "/worktrees/it/apps/web", ServiceRestart.OnFailure, ServiceKind.StartupCommand, task),
            (request.Definition.Command, request.Definition.WorkingDirectory, request.Definition.Restart, request.Kind, request.TaskId));
        Assert.Equal(["API_PORT", "PORT"], request.Environment!.Ports.Keys.Order());
        Assert.Equal(("running", 4711), (started["state"]!.GetValue<string>(), started["processId"]!.GetValue<int>()));
        var told = (await socket.NextAsync()).GetProperty("params").GetProperty("events")[0];
        Assert.Equal((EventKinds.TaskCommandChanged, "Web"),
            (told.GetProperty("kind").GetString(), told.GetProperty("payload").GetProperty("command").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Ports_are_live_only_where_something_of_it_listens()
    {
        AnswerServices(20_000, 5173);
        var web = await AddAsync("""{"name": "Web", "command": "x", "portNames": ["PORT", "API_PORT"]}""");
        var task = await WorkedTaskAsync();

        await RunAsync("startCommand", task, web);

        var ports = (await ListAsync(task))[0]!["ports"]!.AsArray().Select(port => (port!["name"]?.GetValue<string>(), port["port"]!.GetValue<int>(), port["listening"]!.GetValue<bool>()));
        Assert.Equal([("PORT", 20_000, true), ("API_PORT", 20_001, false), (null, 5173, true)], ports);
    }

    [Fact]
    public async Task A_stop_is_told_at_once_and_a_restart_takes_the_same_service()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "x"}""");
        var task = await WorkedTaskAsync();
        await RunAsync("startCommand", task, web);
        var service = ServiceId();

        var stopped = (await RunAsync("stopCommand", task, web))["command"]!;
        Assert.Equal(("stopped", "Stopped as asked."), (stopped["state"]!.GetValue<string>(), stopped["reason"]!.GetValue<string>()));
        Assert.Equal(service, Worker.Calls.Last(call => call.Method == WorkerMethods.StopService).Params.GetProperty("serviceId").GetString());

        await RunAsync("restartCommand", task, web);
        Assert.Equal((WorkerMethods.RestartService, service), (Worker.Calls.Last().Method, ServiceId()));
    }

    [Fact]
    public async Task A_stop_holds_that_comes_while_a_start_is_on_its_way_to_the_worker()
    {
        AnswerServices();
        var task = await WorkedTaskAsync();
        var web = await AddAsync("""{"name": "Web", "command": "x", "portNames": ["PORT"]}""");
        using var gate = new ManualResetEventSlim();
        var answer = Worker.Answers[WorkerMethods.FindFreePorts];
        Worker.Answers[WorkerMethods.FindFreePorts] = request => gate.Wait(TimeSpan.FromSeconds(20)) ? answer(request) : RpcReply.Empty;
        var asked = Worker.Calls.Count(call => call.Method == WorkerMethods.FindFreePorts);

        var starting = RunAsync("startCommand", task, web);
        await Eventually.HoldsAsync(
            () => Worker.Calls.Count(call => call.Method == WorkerMethods.FindFreePorts) > asked, TestContext.Current.CancellationToken);

        await RunAsync("stopCommand", task, web);
        gate.Set();

        Assert.Equal("stopped", (await starting)["command"]!["state"]!.GetValue<string>());
        Assert.DoesNotContain(Worker.Calls, call => call.Method == WorkerMethods.StartService);
    }

    [Fact]
    public async Task One_that_was_changed_is_outdated_and_one_that_was_removed_is_listed_while_it_runs()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "x"}""");
        var task = await WorkedTaskAsync();
        await RunAsync("startCommand", task, web);

        await CallAsync("updateStartupCommand", $$"""{"projectId": "{{Project}}", "id": "{{web}}", "command": "y"}""");
        Assert.True((await ListAsync(task))[0]!["outdated"]!.GetValue<bool>());
        await RunAsync("restartCommand", task, web);
        Assert.Null((await ListAsync(task))[0]!["outdated"]);

        await CallAsync("removeStartupCommand", $$"""{"projectId": "{{Project}}", "id": "{{web}}"}""");
        Assert.True((await ListAsync(task))[0]!["removed"]!.GetValue<bool>());
        Assert.Equal("not_found", (await RefusedAsync("restartCommand", $$"""{"taskId": "{{task}}", "commandId": "{{web}}"}""")).Code);
        await RunAsync("stopCommand", task, web);
        Assert.Empty(await ListAsync(task));
    }

    [Fact]
    public async Task Those_that_start_with_the_task_start_when_it_is_set_up()
    {
        AnswerServices();
        await AddAsync("""{"name": "Web", "command": "x", "autoStart": true}""");
        await AddAsync("""{"name": "Tests", "command": "y"}""");
        await ScriptsAsync("""{"setup": "npm ci"}""");
        await StartTaskAsync();
        var turn = await Worker.NextTurnAsync();
        Assert.DoesNotContain(Worker.Calls, call => call.Method == WorkerMethods.StartService);

        await Worker.WriteAsync(turn, 1, EventKinds.SetupEnded, """{"succeeded": true, "durationSeconds": 1}""");

        await WaitAsync(() => Task.FromResult(Worker.Calls.Any(call => call.Method == WorkerMethods.StartService)));
        Assert.Equal("Web", Worker.Calls.Single(call => call.Method == WorkerMethods.StartService).Params.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_setup_they_start_with_the_first_turn_alone()
    {
        AnswerServices();
        await AddAsync("""{"name": "Web", "command": "x", "autoStart": true}""");
        var task = await StartTaskAsync();
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);
        await WaitAsync(async () => (await ListAsync(task))[0]!["state"]!.GetValue<string>() == "running");
        await RunAsync("stopCommand", task, (await ListAsync(task))[0]!["id"]!.GetValue<string>());

        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "More"}""");
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);

        Assert.Single(Worker.Calls, call => call.Method == WorkerMethods.StartService);
    }

    [Fact]
    public async Task When_the_worktree_goes_all_of_it_goes_first()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "x", "portNames": ["PORT"]}""");
        var task = await WorkedTaskAsync();
        await RunAsync("startCommand", task, web);

        await CallAsync("deleteUnitTask", $$"""{"id": "{{task}}"}""");

        Assert.Equal(
            [WorkerMethods.ForgetService, WorkerMethods.RemoveWorktree],
            Worker.Calls.Select(call => call.Method).Where(method => method is WorkerMethods.ForgetService or WorkerMethods.RemoveWorktree));
        var left = Assert.Single(await ListAsync(task))!;
        Assert.Equal(("stopped", 0), (left["state"]!.GetValue<string>(), left["ports"]!.AsArray().Count));
        Assert.Equal("conflict", (await RefusedAsync("startCommand", $$"""{"taskId": "{{task}}", "commandId": "{{web}}"}""")).Code);
    }

    [Fact]
    public async Task What_ran_on_a_worker_that_is_gone_has_ended()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "x"}""");
        var task = await WorkedTaskAsync();
        await RunAsync("startCommand", task, web);
        await Worker.DisposeAsync();

        await using var next = await ScriptedWorker.ConnectAsync(Host.Running, answers: Knows());

        await WaitAsync(async () => (await ListAsync(task))[0]!["state"]!.GetValue<string>() == "stopped");
        Assert.Contains("ended with the worker", (await ListAsync(task))[0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_read_from_the_worker_and_bad_pages_are_refused()
    {
        AnswerServices();
        Worker.Answers[WorkerMethods.ReadServiceLog] = _ => RpcReply.From(
            new ServiceLogResponse { Lines = [new ServiceLogLine { Number = 7, Source = ServiceLogSource.Output, Text = "ready" }], Next = 8 },
            ProtocolJson.Default.ServiceLogResponse);
        var web = await AddAsync("""{"name": "Web", "command": "x"}""");
        var task = await WorkedTaskAsync();
        Assert.Empty((await RunAsync("readCommandLog", task, web))["lines"]!.AsArray());

        await RunAsync("startCommand", task, web);

        Assert.Equal("ready", (await RunAsync("readCommandLog", task, web))["lines"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(
            ["limit", "waitSeconds"],
            (await RefusedAsync("readCommandLog", $$"""{"taskId": "{{task}}", "commandId": "{{web}}", "limit": 0, "waitSeconds": 99}""")).Paths);
        Assert.Equal("not_found", (await RefusedAsync("readCommandLog", $$"""{"taskId": "{{task}}", "commandId": "x"}""")).Code);
        Assert.Equal("not_found", (await RefusedAsync("listTaskCommands", """{"taskId": "x"}""")).Code);
    }

    [Fact]
    public async Task What_no_worktree_needs_any_more_is_forgotten_by_a_worker_that_comes_back()
    {
        const string Unknown = "0198c0de-0000-7000-8000-0000000000ff";
        await using var back = await ScriptedWorker.ConnectAsync(Host.Running, answers: Knows(Running(Unknown, [])));

        await WaitAsync(() => Task.FromResult(back.Calls.Any(call =>
            call.Method == WorkerMethods.ForgetService && call.Params.GetProperty("serviceId").GetString() == Unknown)));
    }

    [Fact]
    public async Task A_worker_that_is_to_end_gives_what_it_runs_to_the_next()
    {
        AnswerServices();
        var web = await AddAsync("""{"name": "Web", "command": "x"}""");
        var task = await WorkedTaskAsync();
        await RunAsync("startCommand", task, web);
        var starts = Worker.Calls.Count(call => call.Method == WorkerMethods.StartService);

        await using var old = await ScriptedWorker.ConnectAsync(
            Host.Running, registration => registration with { LinkVersion = LinkProtocol.Version - 1 }, Knows(Running(ServiceId(), [])));

        await WaitAsync(() => Task.FromResult(Worker.Calls.Count(call => call.Method == WorkerMethods.StartService) > starts));
        Assert.Contains(old.Calls, call => call.Method == WorkerMethods.StopService);
        await WaitAsync(async () => (await ListAsync(task))[0]!["state"]!.GetValue<string>() == "running");
    }

    private static Dictionary<string, Func<JsonElement, RpcReply>> Knows(params ServiceStatus[] services) => new()
    {
        [WorkerMethods.ListServices] = _ => RpcReply.From(
            new ListServicesResponse { Items = services }, ProtocolJson.Default.ListServicesResponse),
    };

    /// <summary>Every start goes well, and it listens at these ports.</summary>
    private void AnswerServices(params int[] listening)
    {
        Worker.Answers[WorkerMethods.FindFreePorts] = parameters =>
        {
            var request = parameters.Deserialize(ProtocolJson.Default.FindFreePortsRequest)!;
            return RpcReply.From(
                new FindFreePortsResponse { Ports = [.. Enumerable.Range(20_000, 10_000).Except(request.Taken).Take(request.Count)] },
                ProtocolJson.Default.FindFreePortsResponse);
        };
        foreach (var method in (string[])[WorkerMethods.StartService, WorkerMethods.RestartService])
        {
            Worker.Answers[method] = parameters => RpcReply.From(
                new ServiceStatusResponse { Service = Running(parameters.GetProperty("serviceId").GetString()!, listening) },
                ProtocolJson.Default.ServiceStatusResponse);
        }
    }

    private static ServiceStatus Running(string id, int[] ports) => new()
    {
        ServiceId = id,
        Kind = ServiceKind.StartupCommand,
        State = ServiceState.Running,
        Reason = "So says the worker.",
        At = TimeProvider.System.GetUtcNow().AddSeconds(1),
        ProcessId = 4711,
        Ports = [.. ports.Select(port => new ServicePort { Port = port, Loopback = true })],
    };

    private string ServiceId() => Worker.Calls.Last(call => call.Method is WorkerMethods.StartService or WorkerMethods.RestartService)
        .Params.GetProperty("serviceId").GetString()!;

    private async Task<string> AddAsync(string command)
    {
        var request = JsonNode.Parse(command)!;
        request["projectId"] = Project;
        return (await CallAsync("addStartupCommand", request.ToJsonString()))["command"]!["id"]!.GetValue<string>();
    }

    /// <summary>A task that has a worktree and rests.</summary>
    private async Task<string> WorkedTaskAsync()
    {
        var task = await StartTaskAsync();
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed);
        return task;
    }

    private Task<JsonNode> RunAsync(string method, string task, string command) =>
        CallAsync(method, $$"""{"taskId": "{{task}}", "commandId": "{{command}}"}""");

    private async Task<JsonArray> ListAsync(string task) =>
        (await CallAsync("listTaskCommands", $$"""{"taskId": "{{task}}"}"""))["commands"]!.AsArray();

    private static Task<bool> WaitAsync(Func<Task<bool>> condition) =>
        Eventually.SeesAsync(condition, static isSo => isSo, TestContext.Current.CancellationToken);
}

public sealed class SqliteCommandFlowTests : CommandFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresCommandFlowTests(PostgresFixture postgres) : CommandFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
