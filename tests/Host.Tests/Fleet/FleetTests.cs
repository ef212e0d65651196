using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Testing;

namespace Homeport.Host.Tests.Fleet;

/// <summary>What the host makes of the worker's disk and processes, over a worker that says what the test says. Over both stores.</summary>
public abstract class FleetTests : IAsyncLifetime
{
    private const string Worktree = "/worktrees/it"; // where the scripted worker makes each
    private static readonly DateTimeOffset LongAgo = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<DiskPart> _parts = [];
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;
    private string _project = "";
    private long _free = 100L << 30;

    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store, Environment = new Dictionary<string, string> { ["HOME"] = "/home/ada" } });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
        _worker.Answers[WorkerMethods.GetDiskSpace] = _ => RpcReply.From(new GetDiskSpaceResponse { Space = Space }, ProtocolJson.Default.GetDiskSpaceResponse);
        _worker.Answers[WorkerMethods.MeasureDisk] = _ => RpcReply.From(
            new MeasureDiskResponse { Space = Space, Measuring = false, MeasuredAt = LongAgo, Parts = [.. _parts] }, ProtocolJson.Default.MeasureDiskResponse);
        _worker.Answers[WorkerMethods.MeasurePart] = parameters => RpcReply.From(
            new MeasurePartResponse { Part = _parts.FirstOrDefault(part => part.Path == parameters.GetProperty("path").GetString()) },
            ProtocolJson.Default.MeasurePartResponse);
        _worker.Answers[WorkerMethods.DeleteParts] = parameters => RpcReply.From(
            new DeletePartsResponse { Parts = [.. parameters.GetProperty("parts").EnumerateArray().Select(_ => new DeletedPart(1234, null))] },
            ProtocolJson.Default.DeletePartsResponse);
        Processes();
        _project = (await CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task On_a_nearly_full_disk_what_is_queued_waits_says_why_and_starts_by_itself_while_what_runs_goes_on()
    {
        var running = await CreateAsync();
        await _worker.NextTurnAsync();
        _free = 10L << 20;
        var held = await CreateAsync();

        var task = await UntilAsync(held, task => task["hold"] is not null);
        Assert.Equal(("queued", "disk_full"), (task["state"]!.GetValue<string>(), task["hold"]!.GetValue<string>()));
        Assert.Equal("running", (await TaskAsync(running))["state"]!.GetValue<string>());
        Assert.True((await CallAsync("getFleet", "{}"))["heldByDisk"]!.GetValue<bool>());
        Assert.True((await CallAsync("getDiskUsage", "{}"))["nearlyFull"]!.GetValue<bool>());
        Assert.False(_worker.HasTurn);

        _free = 100L << 30;
        await CreateAsync(); // whatever happens next makes the host look again, else it does so every ten seconds

        string[] started = [(await _worker.NextTurnAsync()).TaskId, (await _worker.NextTurnAsync()).TaskId];
        Assert.Contains(held, started);
        task = await UntilAsync(held, task => task["state"]!.GetValue<string>() == "running");
        Assert.Null(task["hold"]);
        Assert.False((await CallAsync("getFleet", "{}"))["heldByDisk"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_task_that_waits_for_room_can_be_stopped()
    {
        _free = 0;
        var held = await CreateAsync();
        await UntilAsync(held, task => task["hold"] is not null);

        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{held}}"}""");

        Assert.Null((await TaskAsync(held))["hold"]);
    }

    [Fact]
    public async Task The_preview_shows_what_ended_long_ago_and_what_is_in_doubt_with_its_reason()
    {
        var done = await EndedAsync();
        var running = await CreateAsync();
        await _worker.NextTurnAsync();
        Add(DiskPartKind.Worktree, Worktree, done);
        Add(DiskPartKind.Worktree, "/worktrees/elsewhere", done);
        Add(DiskPartKind.Worktree, "/worktrees/running", running);
        Add(DiskPartKind.Worktree, "/worktrees/orphan", "0198c0de-0000-7000-8000-00000000dead");
        Add(DiskPartKind.Worktree, "/worktrees/odd", null, oddity: "It is odd.");
        Add(DiskPartKind.Trash, "/trash/t9", done);
        Add(DiskPartKind.Leftover, "/logs/host.log.1", null);
        Add(DiskPartKind.Database, "/homeport.db", null);
        Add(DiskPartKind.Clone, "/repositories/it", null);

        var items = await PreviewAsync(0);

        Assert.Equal(
            ["/logs/host.log.1 leftover nothing ok", "/trash/t9 trash snapshot ok", "/worktrees/elsewhere orphan trash_and_snapshot no", "/worktrees/it worktree trash_and_snapshot ok",
             "/worktrees/odd orphan trash_and_snapshot no", "/worktrees/orphan orphan trash_and_snapshot ok", "/worktrees/running orphan trash_and_snapshot no"],
            items.Values.Select(item => $"{item["id"]} {item["kind"]} {item["keeps"]} {(item["refusal"] is null ? "ok" : "no")}").Order(StringComparer.Ordinal));
        Assert.Equal("Do it", items[Worktree]["taskTitle"]!.GetValue<string>());
        Assert.Equal(4096, items[Worktree]["bytes"]!.GetValue<long>());
        Assert.DoesNotContain(Worktree, (await PreviewAsync(1)).Keys); // it ended a moment ago
        Assert.Contains("/worktrees/orphan", (await PreviewAsync(7)).Keys);
        Assert.Equal("olderThanDays", (await RefuseAsync("previewCleanup", """{"olderThanDays": -1}"""))["data"]!["errors"]![0]!["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_run_takes_exactly_what_was_shown_and_answers_for_each()
    {
        var done = await EndedAsync();
        Add(DiskPartKind.Worktree, Worktree, done);
        Add(DiskPartKind.Worktree, "/worktrees/orphan", "0198c0de-0000-7000-8000-00000000dead");
        Add(DiskPartKind.Trash, "/trash/t9", null);
        Add(DiskPartKind.Trash, "/trash/changed", null);
        var shown = await PreviewAsync(0);
        _parts[3] = _parts[3] with { Fingerprint = "another" };

        var answer = await RunAsync(shown.Values.Select(Choice).Append("""{"id": "/worktrees/gone", "fingerprint": "x"}""").Append("""{"id": "/homeport.db", "fingerprint": "x"}"""));

        var results = answer["results"]!.AsArray().ToDictionary(result => result!["id"]!.GetValue<string>(), result => result!);
        Assert.True(results[Worktree]["removed"]!.GetValue<bool>());
        Assert.Equal("t1", results[Worktree]["trashId"]!.GetValue<string>());
        Assert.Null((await TaskAsync(done))["worktreePath"]);
        Assert.True(results["/worktrees/orphan"]["removed"]!.GetValue<bool>());
        Assert.Equal(1234, results["/trash/t9"]["freedBytes"]!.GetValue<long>());
        Assert.Contains("changed", results["/trash/changed"]["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(results["/worktrees/gone"]["removed"]!.GetValue<bool>());
        Assert.False(results["/homeport.db"]["removed"]!.GetValue<bool>());
        Assert.Equal(1234, answer["freedBytes"]!.GetValue<long>());
        Assert.Equal(
            [Worktree, "/worktrees/orphan"],
            _worker.Calls.Where(call => call.Method == WorkerMethods.RemoveWorktree).Select(call => call.Params.GetProperty("worktreePath").GetString()));
        Assert.Equal(
            ["/trash/t9"],
            _worker.Calls.Where(call => call.Method == WorkerMethods.DeleteParts).Select(call => call.Params.GetProperty("parts")[0].GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_task_that_was_touched_after_the_preview_keeps_its_worktree()
    {
        var done = await EndedAsync();
        Add(DiskPartKind.Worktree, Worktree, done);
        var shown = await PreviewAsync(0);
        await CallAsync("updateUnitTask", $$"""{"id": "{{done}}", "title": "Still needed"}""");

        var answer = await RunAsync(shown.Values.Select(Choice));

        Assert.False(answer["results"]![0]!["removed"]!.GetValue<bool>());
        Assert.NotNull((await TaskAsync(done))["worktreePath"]);
    }

    [Fact]
    public async Task A_worktree_in_which_a_terminal_is_open_is_not_cleaned_up()
    {
        var done = await EndedAsync();
        Add(DiskPartKind.Worktree, Worktree, done);
        Processes(Process(1, FleetProcessKind.Terminal, done, "bash"));

        Assert.Contains("terminal", (await PreviewAsync(0))[Worktree]["refusal"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_the_trash_comes_out_with_its_task_or_goes_for_good()
    {
        var deleted = await EndedAsync();
        await CallAsync("deleteUnitTask", $$"""{"id": "{{deleted}}"}""");
        Add(DiskPartKind.Trash, "/trash/t1", deleted, origin: Worktree);
        Add(DiskPartKind.Trash, "/trash/old", deleted, origin: Worktree);
        Add(DiskPartKind.Trash, "/trash/half", null);

        var listed = (await CallAsync("listTrash", "{}"))["trash"]!.AsArray().ToDictionary(item => item!["id"]!.GetValue<string>(), item => item!);
        Assert.True(listed["t1"]["taskDeleted"]!.GetValue<bool>());
        Assert.Null(listed["t1"]["refusal"]);
        Assert.Equal(LongAgo.AddDays(7), listed["t1"]["goneAt"]!.GetValue<DateTimeOffset>());
        Assert.Contains("newer", listed["old"]["refusal"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("conflict", (await RefuseAsync("restoreFromTrash", """{"id": "half"}"""))["data"]!["code"]!.GetValue<string>());
        Assert.Equal("not_found", (await RefuseAsync("restoreFromTrash", """{"id": "../x"}"""))["data"]!["code"]!.GetValue<string>());

        var restored = await CallAsync("restoreFromTrash", """{"id": "t1"}""");
        Assert.Equal(deleted, restored["taskId"]!.GetValue<string>());
        Assert.Null((await TaskAsync(deleted))["deletedAt"]);
        Assert.Equal(Worktree, (await TaskAsync(deleted))["worktreePath"]!.GetValue<string>());
        Assert.Equal("t1", _worker.Calls.Last(call => call.Method == WorkerMethods.RestoreWorktree).Params.GetProperty("trashId").GetString());

        var emptied = await CallAsync("emptyTrash", """{"ids": ["old", "unknown"]}""");
        Assert.Equal([true, false], emptied["results"]!.AsArray().Select(result => result!["removed"]!.GetValue<bool>()));
        Assert.Equal(1234, emptied["freedBytes"]!.GetValue<long>());
        Assert.Equal("/trash/old", _worker.Calls.Last(call => call.Method == WorkerMethods.DeleteParts).Params.GetProperty("parts")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Processes_are_shown_by_task_without_secrets_and_libraries_count_once()
    {
        var task = await CreateAsync();
        Processes(
            Process(10, FleetProcessKind.Backend, null, "homeport worker"),
            Process(11, FleetProcessKind.Agent, task, "claude --api-key abc123456 /home/ada/code", depth: 1),
            Process(12, FleetProcessKind.Agent, task, "node", depth: 2));

        var answer = await CallAsync("listProcesses", "{}");

        var groups = answer["groups"]!.AsArray();
        Assert.Equal([task, null], groups.Select(group => group!["taskId"]?.GetValue<string>()));
        Assert.Equal("Do it", groups[0]!["title"]!.GetValue<string>());
        Assert.Equal([0, 1], groups[0]!["processes"]!.AsArray().Select(process => process!["depth"]!.GetValue<int>()));
        Assert.Equal((2 * (1000 - 400)) + 400, groups[0]!["memoryBytes"]!.GetValue<long>());
        Assert.Equal(25, groups[0]!["cpuPercent"]!.GetValue<double>());
        Assert.Equal("claude --api-key ‹redacted› ~/code", groups[0]!["processes"]![0]!["commandLine"]!.GetValue<string>());
        Assert.Equal(8, answer["processors"]!.GetValue<int>());
        var host = _worker.Calls.Last(call => call.Method == WorkerMethods.ListProcesses).Params.GetProperty("host");
        Assert.Equal(Environment.ProcessId, host.GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_drained_worker_is_shown_as_such_and_gets_nothing_new()
    {
        var worker = Assert.Single((await CallAsync("getFleet", "{}"))["workers"]!.AsArray())!;
        Assert.Equal("connected", worker["state"]!.GetValue<string>());
        Assert.Equal(4, worker["maxConcurrentTasks"]!.GetValue<int>());

        await CallAsync("drainWorker", $$"""{"id": "{{worker["id"]}}"}""");

        Assert.Equal("draining", (await CallAsync("getFleet", "{}"))["workers"]![0]!["state"]!.GetValue<string>());
        Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.DrainWorker);
        await CreateAsync();
        Assert.Equal(1, (await CallAsync("getFleet", "{}"))["queued"]!.GetValue<int>());
        Assert.False(_worker.HasTurn);
        Assert.Equal("not_found", (await RefuseAsync("drainWorker", """{"id": "nobody"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_worker_that_is_away_with_a_turn_is_shown_since_when()
    {
        await CreateAsync();
        await _worker.NextTurnAsync();
        await _worker.DisposeAsync();

        JsonArray workers;
        do
        {
            workers = (await CallAsync("getFleet", "{}"))["workers"]!.AsArray();
        }
        while (workers.Count == 0 || workers[0]!["state"]!.GetValue<string>() == "connected");

        Assert.Equal("away", workers[0]!["state"]!.GetValue<string>());
        Assert.Equal(1, workers[0]!["runningTasks"]!.GetValue<int>());
    }

    private DiskSpace Space => new() { Path = "/data", FileSystem = "ext4", FreeBytes = _free, TotalBytes = 100L << 30 };

    private void Add(DiskPartKind kind, string path, string? taskId, string? origin = null, string? oddity = null) => _parts.Add(new DiskPart
    {
        Kind = kind,
        Path = path,
        Measured = true,
        Bytes = 4096,
        Files = 3,
        Complete = true,
        Fingerprint = $"f-{path}",
        At = LongAgo,
        TaskId = taskId,
        RepositoryPath = "/repositories/it",
        Branch = "homeport/work",
        Origin = origin,
        Oddity = oddity,
    });

    private void Processes(params ProcessView[] processes) => _worker.Answers[WorkerMethods.ListProcesses] = _ => RpcReply.From(
        new FindProcessesResponse { Processes = processes, Processors = 8, TotalMemory = 1 << 30 }, ProtocolJson.Default.FindProcessesResponse);

    private static ProcessView Process(int pid, FleetProcessKind kind, string? taskId, string commandLine, int depth = 0) => new()
    {
        Pid = pid,
        ParentPid = pid - 1,
        Depth = depth,
        Name = "x",
        CommandLine = commandLine,
        Kind = kind,
        TaskId = taskId,
        StartedAt = LongAgo,
        CpuPercent = 12.5,
        CpuSeconds = 1,
        MemoryBytes = 1000,
        SharedBytes = 400,
    };

    /// <summary>A task that was done without changes, so that it is over.</summary>
    private async Task<string> EndedAsync()
    {
        var task = await CreateAsync();
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed, files: 0);
        return task;
    }

    private async Task<string> CreateAsync() =>
        (await CallAsync("createUnitTask", $$"""{"repositoryGroupId": "{{_project}}", "prompt": "Do it", "agentType": "claude_code", "start": true}"""))["task"]!["id"]!.GetValue<string>();

    private async Task<JsonNode> TaskAsync(string id) => (await CallAsync("getUnitTask", $$"""{"id": "{{id}}"}"""))["task"]!;

    private Task<JsonNode> UntilAsync(string id, Func<JsonNode, bool> isSo) =>
        Eventually.SeesAsync(() => TaskAsync(id), isSo, TestContext.Current.CancellationToken);

    private async Task<Dictionary<string, JsonNode>> PreviewAsync(int days) =>
        (await CallAsync("previewCleanup", string.Create(CultureInfo.InvariantCulture, $$"""{"olderThanDays": {{days}}}""")))["candidates"]!.AsArray()
        .ToDictionary(item => item!["id"]!.GetValue<string>(), item => item!);

    private Task<JsonNode> RunAsync(IEnumerable<string> choices) => CallAsync("runCleanup", $$"""{"items": [{{string.Join(',', choices)}}]}""");

    private static string Choice(JsonNode item) => $$"""{"id": "{{item["id"]}}", "fingerprint": "{{item["fingerprint"]}}"}""";

    private Task<JsonNode> CallAsync(string operation, string parameters) => _host.CallAsync(operation, parameters);

    private Task<JsonNode> RefuseAsync(string operation, string parameters) => _host.RefuseAsync(operation, parameters);
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteFleetTests : FleetTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresFleetTests(PostgresFixture postgres) : FleetTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
