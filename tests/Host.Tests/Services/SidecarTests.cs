using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Host.Tests.JsonRpc;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Services;

/// <summary>Sidecars through the operations, over workers that say what a test wants. Over both stores.</summary>
public abstract class SidecarTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private TestHost _host = null!;

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_added_sidecar_is_started_and_its_changes_are_kept_and_told()
    {
        await using var worker = await ConnectAsync("w1");
        using var socket = await TestSocket.OwnerAsync(_host);
        await socket.CallAsync("subscribeEvents", """{"topics":["tasks"]}""");

        var added = await AddAsync("api", """{"command":"npm run api","workingDirectory":"/code/api","environment":{"MODE":"dev"},"discovery":{"kind":"port_line"}}""");

        Assert.Equal(("running", true, true), (State(added), added.GetProperty("wanted").GetBoolean(), added.GetProperty("autoStart").GetBoolean()));
        var start = Assert.Single(worker.Calls, call => call.Method == WorkerMethods.StartService).Params;
        Assert.Equal(added.GetProperty("id").GetString(), start.GetProperty("serviceId").GetString());
        Assert.Equal(("sidecar", "api", "npm run api", "dev"), (
            start.GetProperty("kind").GetString(), start.GetProperty("name").GetString(), start.GetProperty("definition").GetProperty("command").GetString(),
            start.GetProperty("definition").GetProperty("environment").GetProperty("MODE").GetString()));

        await worker.TellAsync(Status(Id(added), ServiceState.Backoff, seconds: 5) with { ExitSignal = 9, Restarts = 1, Reason = "It ended with signal 9." });
        await UntilAsync(added, sidecar => State(sidecar) == "backoff"); // words that are on their way at once may arrive in any order
        await worker.TellAsync(Status(Id(added), ServiceState.Running, seconds: 6) with { Port = 4711, Restarts = 1, Ports = [new ServicePort { Port = 4711, Loopback = true }] });
        var running = await UntilAsync(added, sidecar => State(sidecar) == "running" && Restarts(sidecar) == 1);
        await worker.TellAsync(Status(Id(added), ServiceState.Starting, seconds: 3)); // late, and so without effect
        await worker.TellAsync(Status(Id(added), ServiceState.Running, seconds: 7) with { Restarts = 2 });

        await UntilAsync(added, sidecar => Restarts(sidecar) == 2);
        Assert.Equal(4711, running.GetProperty("status").GetProperty("ports")[0].GetProperty("port").GetInt32());
        Assert.Single((await CallAsync("listSidecars", "{}")).GetProperty("sidecars").EnumerateArray());
        var states = new List<string?>();
        while (!states.Contains("backoff") || states[^1] != "running")
        {
            foreach (var entry in (await socket.NextAsync()).GetProperty("params").GetProperty("events").EnumerateArray())
            {
                Assert.Equal("service_changed", entry.GetProperty("kind").GetString());
                states.Add(State(entry.GetProperty("payload").GetProperty("sidecar")));
            }
        }

        Assert.Equal(["stopped", "running", "backoff", "running"], states.Where((state, index) => index == 0 || states[index - 1] != state));
    }

    private static int Restarts(JsonElement sidecar) => sidecar.GetProperty("status").GetProperty("restarts").GetInt32();

    [Fact]
    public async Task A_sidecar_is_stopped_restarted_changed_read_and_removed()
    {
        await using var worker = await ConnectAsync("w1");
        var id = Id(await AddAsync("api", """{"arguments":["node","api.js"]}""", start: false));
        Assert.DoesNotContain(worker.Calls, call => call.Method == WorkerMethods.StartService);

        await CallAsync("startSidecar", $$"""{"id":"{{id}}"}""");
        await CallAsync("updateSidecar", $$"""{"id":"{{id}}","name":"api-2","autoStart":false,"definition":{"command":"new"} }""");
        await RefusedAsync("updateSidecar", $$"""{"id":"{{id}}","name":"x","version":1}""", "conflict");
        await CallAsync("restartSidecar", $$"""{"id":"{{id}}"}""");
        var stopped = (await CallAsync("stopSidecar", $$"""{"id":"{{id}}"}""")).GetProperty("sidecar");

        Assert.Equal(("stopped", false, "api-2"), (State(stopped), stopped.GetProperty("wanted").GetBoolean(), stopped.GetProperty("name").GetString()));
        Assert.Equal("new", worker.Calls.Single(call => call.Method == WorkerMethods.RestartService).Params.GetProperty("definition").GetProperty("command").GetString());
        Assert.Single(worker.Calls, call => call.Method == WorkerMethods.StopService);

        worker.Answers[WorkerMethods.ReadServiceLog] = request => RpcReply.From(
            new ServiceLogResponse
            {
                Lines = [new ServiceLogLine { Number = request.GetProperty("from").GetInt64(), Source = ServiceLogSource.Error, Text = "oops" }],
                Next = 8,
            },
            ProtocolJson.Default.ServiceLogResponse);
        var log = await CallAsync("readSidecarLog", $$"""{"id":"{{id}}","from":7,"limit":1}""");
        Assert.Equal(("oops", 8), (log.GetProperty("lines")[0].GetProperty("text").GetString(), log.GetProperty("next").GetInt32()));
        await RefusedAsync("readSidecarLog", $$"""{"id":"{{id}}","limit":0}""", "invalid_request");
        await RefusedAsync("readSidecarLog", $$"""{"id":"{{id}}","waitSeconds":26}""", "invalid_request");

        await CallAsync("removeSidecar", $$"""{"id":"{{id}}"}""");
        Assert.Single(worker.Calls, call => call.Method == WorkerMethods.ForgetService);
        foreach (var operation in (string[])["getSidecar", "startSidecar", "stopSidecar", "restartSidecar", "removeSidecar", "readSidecarLog", "updateSidecar"])
        {
            await RefusedAsync(operation, $$"""{"id":"{{id}}"}""", "not_found");
        }
    }

    [Theory]
    [InlineData("""{"name":"","definition":{"command":"x"}}""", "name")]
    [InlineData("""{"name":"a b","definition":{"command":"x"}}""", "name")]
    [InlineData("""{"name":"a/b","definition":{"command":"x"}}""", "name")]
    [InlineData("""{"name":"a","definition":{}}""", "definition/command")]
    [InlineData("""{"name":"a","definition":{"command":"x","arguments":["y"]}}""", "definition/command")]
    [InlineData("""{"name":"a","definition":{"command":" "}}""", "definition/command")]
    [InlineData("""{"name":"a","definition":{"arguments":[]}}""", "definition/arguments")]
    [InlineData("""{"name":"a","definition":{"command":"x","workingDirectory":"here"}}""", "definition/workingDirectory")]
    [InlineData("""{"name":"a","definition":{"command":"x","environment":{"LD_PRELOAD":"/evil.so"}}}""", "definition/environment/LD_PRELOAD")]
    [InlineData("""{"name":"a","definition":{"command":"x","environment":{"NODE_OPTIONS":"-r evil"}}}""", "definition/environment/NODE_OPTIONS")]
    [InlineData("""{"name":"a","definition":{"command":"x","environment":{"PATH":"/evil"}}}""", "definition/environment/PATH")]
    [InlineData("""{"name":"a","definition":{"command":"x","environment":{"HOMEPORT_OWNER":"x"}}}""", "definition/environment/HOMEPORT_OWNER")]
    [InlineData("""{"name":"a","definition":{"command":"x","discovery":{"kind":"tcp"}}}""", "definition/discovery/port")]
    [InlineData("""{"name":"a","definition":{"command":"x","discovery":{"kind":"pid_file","path":"x"}}}""", "definition/discovery/path")]
    [InlineData("""{"name":"a","definition":{"command":"x","health":{"url":"file:///etc/passwd"}}}""", "definition/health/url")]
    [InlineData("""{"name":"a","definition":{"command":"x","health":{"failures":0}}}""", "definition/health/failures")]
    [InlineData("""{"name":"a","definition":{"command":"x","backoff":{"tries":-1}}}""", "definition/backoff/tries")]
    [InlineData("""{"name":"a","definition":{"command":"x","startTimeoutSeconds":-1}}""", "definition/startTimeoutSeconds")]
    public async Task What_cannot_be_run_is_not_stored(string request, string path)
    {
        var error = await RefusedAsync("addSidecar", request, "invalid_request");

        Assert.Contains(error.GetProperty("errors").EnumerateArray(), one => one.GetProperty("path").GetString() == path);
        Assert.Empty((await CallAsync("listSidecars", "{}")).GetProperty("sidecars").EnumerateArray());
    }

    [Fact]
    public async Task A_name_is_there_once()
    {
        await AddAsync("api", """{"command":"x"}""", start: false);
        var other = await AddAsync("other", """{"command":"x"}""", start: false);

        await RefusedAsync("addSidecar", """{"name":"api","definition":{"command":"y"}}""", "conflict");
        await RefusedAsync("updateSidecar", $$"""{"id":"{{Id(other)}}","name":"api"}""", "conflict");
    }

    [Fact]
    public async Task A_wish_without_a_worker_is_fulfilled_by_the_next()
    {
        Assert.Equal("starting", State(await AddAsync("api", """{"command":"x"}""")));

        await using var worker = await ConnectAsync("w1");

        var sidecar = (await CallAsync("listSidecars", "{}")).GetProperty("sidecars")[0];
        await UntilAsync(sidecar, one => State(one) == "running");
        Assert.Single(worker.Calls, call => call.Method == WorkerMethods.StartService);
    }

    [Fact]
    public async Task A_new_worker_starts_what_is_wanted_or_starts_by_itself_and_nothing_else()
    {
        string[] ids;
        await using (var first = await ConnectAsync("w1"))
        {
            ids =
            [
                Id(await AddAsync("wanted", """{"command":"x"}""", autoStart: false)),
                Id(await AddAsync("auto", """{"command":"x"}""", autoStart: true)),
                Id(await AddAsync("stopped", """{"command":"x"}""", autoStart: false)),
            ];
            await CallAsync("stopSidecar", $$"""{"id":"{{ids[1]}}"}""");
            await CallAsync("stopSidecar", $$"""{"id":"{{ids[2]}}"}""");
        }

        await using var second = await ConnectAsync("w2", tookOver: "w1");

        await UntilCallsAsync(second, WorkerMethods.StartService, 2);
        Assert.Equal(ids[..2].Order(), second.Calls.Where(call => call.Method == WorkerMethods.StartService).Select(call => call.Params.GetProperty("serviceId").GetString()).Order());
    }

    [Fact]
    public async Task A_worker_that_is_back_keeps_what_it_runs_and_loses_what_is_not_wanted()
    {
        string kept, gaveUp, stopped, removed;
        await using (var first = await ConnectAsync("w1"))
        {
            kept = Id(await AddAsync("kept", """{"command":"x"}"""));
            gaveUp = Id(await AddAsync("gave-up", """{"command":"x"}"""));
            stopped = Id(await AddAsync("stopped", """{"command":"x"}"""));
            removed = Id(await AddAsync("removed", """{"command":"x"}"""));
        }

        await CallAsync("stopSidecar", $$"""{"id":"{{stopped}}"}"""); // while it is away
        await CallAsync("removeSidecar", $$"""{"id":"{{removed}}"}""");
        await using var back = await ConnectAsync("w1", known:
        [
            Status(kept, ServiceState.Running, 9) with { Restarts = 3 }, Status(gaveUp, ServiceState.Failed, 9),
            Status(stopped, ServiceState.Running, 1), Status(removed, ServiceState.Running, 1),
        ]);

        await UntilCallsAsync(back, WorkerMethods.StopService, 1);
        await UntilCallsAsync(back, WorkerMethods.ForgetService, 1);
        Assert.Equal(stopped, back.Calls.Single(call => call.Method == WorkerMethods.StopService).Params.GetProperty("serviceId").GetString());
        Assert.Equal(removed, back.Calls.Single(call => call.Method == WorkerMethods.ForgetService).Params.GetProperty("serviceId").GetString());
        var sidecars = (await CallAsync("listSidecars", "{}")).GetProperty("sidecars").EnumerateArray().ToDictionary(Id, one => one);
        Assert.Equal(3, sidecars[kept].GetProperty("status").GetProperty("restarts").GetInt32());
        Assert.Equal(("failed", "stopped"), (State(sidecars[gaveUp]), State(await UntilAsync(sidecars[stopped], one => State(one) == "stopped"))));
        Assert.DoesNotContain(back.Calls, call => call.Method == WorkerMethods.StartService);
    }

    [Fact]
    public async Task What_a_drained_worker_runs_moves_to_the_other()
    {
        string id;
        await using (var first = await ConnectAsync("w1"))
        {
            id = Id(await AddAsync("api", """{"command":"x"}"""));
        }

        await using var current = await ConnectAsync("w2");
        await using var drained = await ConnectAsync("w1", linkVersion: LinkProtocol.Version + 1, known: [Status(id, ServiceState.Running, 1)]);

        await UntilCallsAsync(drained, WorkerMethods.StopService, 1);
        await UntilCallsAsync(current, WorkerMethods.StartService, 1);
        Assert.DoesNotContain(drained.Calls, call => call.Method == WorkerMethods.StartService);
    }

    /// <summary>A worker that starts what it is told to, at once.</summary>
    private Task<ScriptedWorker> ConnectAsync(string id, string? tookOver = null, IReadOnlyList<ServiceStatus>? known = null, int? linkVersion = null)
    {
        RpcReply Started(JsonElement request) => RpcReply.From(
            new ServiceStatusResponse { Service = Status(request.GetProperty("serviceId").GetString()!, ServiceState.Running, seconds: 1) },
            ProtocolJson.Default.ServiceStatusResponse);
        return ScriptedWorker.ConnectAsync(
            _host.Running,
            registration => registration with
            {
                WorkerId = id,
                TookOver = tookOver is null ? [] : [tookOver],
                LinkVersion = linkVersion ?? registration.LinkVersion,
                Services = [.. (known ?? []).Select(status => status.ServiceId)],
            },
            new ConcurrentDictionary<string, Func<JsonElement, RpcReply>>
            {
                [WorkerMethods.StartService] = Started,
                [WorkerMethods.RestartService] = Started,
                [WorkerMethods.ListServices] = _ => RpcReply.From(new ListServicesResponse { Items = known ?? [] }, ProtocolJson.Default.ListServicesResponse),
            });
    }

    /// <summary>In the far future, so that it is newer than what the host wrote itself.</summary>
    private static ServiceStatus Status(string id, ServiceState state, int seconds) => new()
    {
        ServiceId = id,
        Kind = ServiceKind.Sidecar,
        State = state,
        Reason = "As the worker says.",
        At = DateTimeOffset.UnixEpoch.AddYears(100).AddSeconds(seconds),
    };

    private async Task<JsonElement> AddAsync(string name, string definition, bool start = true, bool autoStart = true) => (await CallAsync(
        "addSidecar",
        $$"""{"name":"{{name}}","definition":{{definition}},"start":{{(start ? "true" : "false")}},"autoStart":{{(autoStart ? "true" : "false")}}}""")).GetProperty("sidecar");

    private static string Id(JsonElement sidecar) => sidecar.GetProperty("id").GetString()!;

    private static string? State(JsonElement sidecar) => sidecar.GetProperty("status").GetProperty("state").GetString();

    private async Task<JsonElement> UntilAsync(JsonElement sidecar, Func<JsonElement, bool> condition)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (true)
        {
            sidecar = (await CallAsync("getSidecar", $$"""{"id":"{{Id(sidecar)}}"}""")).GetProperty("sidecar");
            if (condition(sidecar))
            {
                return sidecar;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(until) < Limit, sidecar.GetRawText());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilCallsAsync(ScriptedWorker worker, string method, int count)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (worker.Calls.Count(call => call.Method == method) < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until) < Limit, string.Join(", ", worker.Calls.Select(call => call.Method)));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        var answer = await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        return result;
    }

    private async Task<JsonElement> RefusedAsync(string method, string parameters, string code)
    {
        var answer = await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(answer.TryGetProperty("error", out var error), answer.GetRawText());
        Assert.Equal(code, error.GetProperty("data").GetProperty("code").GetString());
        return error.GetProperty("data");
    }
}

public sealed class SqliteSidecarTests : SidecarTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresSidecarTests(PostgresFixture postgres) : SidecarTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
