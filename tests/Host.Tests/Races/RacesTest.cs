using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Services;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Races;

/// <summary>A host with a project whose <c>main</c> is at a commit, over a worker that does what a test says.</summary>
public abstract class RacesTest : IAsyncLifetime
{
    private protected const string Tip = "00112233445566778899aabbccddeeff00112233";

    private protected Leap Time { get; } = new();
    private protected TestHost Host { get; private set; } = null!;
    private protected ScriptedWorker Worker { get; private set; } = null!;
    private protected string Project { get; private set; } = "";

    /// <summary>What a verification writes, as the worker shows it.</summary>
    private protected string Output { get; set; } = "3 passed in 0.01s";

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        Host = await TestHost.StartAsync(options => options with { StoreConnection = store }, Time);
        await ConnectAsync();
        Project = (await Host.CallAsync("addRepository", """{"path": "/repositories/it"}"""))["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The host ends and another one starts on what it left.</summary>
    private protected async Task StartAgainAsync()
    {
        await Worker.DisposeAsync();
        Host = await Host.StartAgainAsync();
    }

    /// <param name="id">Of a worker that comes back.</param>
    /// <param name="known">What it knows of its services.</param>
    private protected async Task ConnectAsync(string? id = null, params ServiceStatus[] known) => Worker = await ScriptedWorker.ConnectAsync(
        Host.Running, mine => mine with { WorkerId = id ?? mine.WorkerId, Capacity = new() { MaxConcurrentTasks = 8 } }, new Dictionary<string, Func<JsonElement, RpcReply>>
        {
            [WorkerMethods.ListBranches] = _ => RpcReply.From(
                new ListBranchesResponse
                {
                    Items =
                    [
                        new BranchView { Name = "main-2", Commit = new string('9', 40), Subject = "No", CommittedAt = DateTimeOffset.UnixEpoch },
                        new BranchView { Name = "main", Commit = Tip, Subject = "Yes", CommittedAt = DateTimeOffset.UnixEpoch },
                    ],
                },
                ProtocolJson.Default.ListBranchesResponse),
            [WorkerMethods.CreateSnapshot] = _ => RpcReply.From(
                new CreateSnapshotResponse { Snapshot = new SnapshotView { Number = 7, Commit = new string('7', 40), Reason = "x", At = DateTimeOffset.UnixEpoch } },
                ProtocolJson.Default.CreateSnapshotResponse),
            [WorkerMethods.StartService] = parameters => RpcReply.From(
                new ServiceStatusResponse { Service = Status(parameters.GetProperty("serviceId").GetString()!, parameters.GetProperty("taskId").GetString()!) },
                ProtocolJson.Default.ServiceStatusResponse),
            [WorkerMethods.ListServices] = _ => RpcReply.From(new ListServicesResponse { Items = known }, ProtocolJson.Default.ListServicesResponse),
            [WorkerMethods.ReadServiceLog] = _ => RpcReply.From(
                new ServiceLogResponse
                {
                    Lines =
                    [
                        new ServiceLogLine { Number = 1, Source = ServiceLogSource.Supervisor, Text = "starting, process 4711" },
                        .. Output.Split('\n').Select((line, index) => new ServiceLogLine { Number = index + 2, Source = ServiceLogSource.Output, Text = line }),
                    ],
                    Next = 3,
                },
                ProtocolJson.Default.ServiceLogResponse),
        });

    private protected static ServiceStatus Status(string service, string task, ServiceState state = ServiceState.Running, int? exitCode = null) => new()
    {
        ServiceId = service,
        Kind = ServiceKind.StartupCommand,
        TaskId = task,
        State = state,
        Reason = "It runs.",
        At = TimeProvider.System.GetUtcNow().AddSeconds(state == ServiceState.Running ? 0 : 1),
        ExitCode = exitCode,
    };

    /// <summary>A race of so many, and its tasks in order.</summary>
    private protected async Task<(string Race, string[] Tasks)> RaceAsync(int runners = 3, string? verify = null)
    {
        var agents = string.Join(", ", Enumerable.Range(1, runners).Select(number => $$"""{"agentType": "demo", "model": "m{{number}}"}"""));
        var race = (await Host.CallAsync(
            "createRace", $$"""{"repositoryGroupId": "{{Project}}", "prompt": "Do it", "runners": [{{agents}}]{{(verify is null ? "" : $", \"verifyCommand\": \"{verify}\"")}} }"""))["race"]!;
        return (race["id"]!.GetValue<string>(), [.. race["runners"]!.AsArray().Select(runner => runner!["taskId"]!.GetValue<string>())]);
    }

    /// <summary>The turns of a race's tasks, in the order of the tasks.</summary>
    private protected async Task<AssignTaskRequest[]> TurnsAsync(string[] tasks)
    {
        var turns = new List<AssignTaskRequest>();
        while (turns.Count < tasks.Length)
        {
            turns.Add(await Worker.NextTurnAsync());
        }

        return [.. tasks.Select(task => turns.Single(turn => turn.TaskId == task))];
    }

    private protected async Task<string[]> FinishedRaceAsync(string[] tasks)
    {
        foreach (var turn in await TurnsAsync(tasks))
        {
            await Worker.ReportAsync(turn, TurnOutcome.Completed, snapshot: 2);
        }

        return tasks;
    }

    private protected Task<JsonNode> ShowAsync(string race) => Host.CallAsync("getRace", $$"""{"id": "{{race}}"}""");

    private protected async Task<JsonNode> TaskAsync(string task) => (await Host.CallAsync("getUnitTask", $$"""{"id": "{{task}}"}"""))["task"]!;

    /// <summary>The race once it is as wanted.</summary>
    private protected Task<JsonNode> UntilAsync(string race, Func<JsonNode, bool> isSo) => UntilAsync(race, shown => Task.FromResult(isSo(shown)));

    private protected async Task<JsonNode> UntilAsync(string race, Func<JsonNode, Task<bool>> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            var shown = (await ShowAsync(race))["race"]!;
            if (await isSo(shown))
            {
                return shown;
            }

            Assert.True(tries < 400, $"It did not come: {shown.ToJsonString()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private protected Task<JsonNode> UntilVerifiedAsync(string race, int runner, string state) =>
        UntilAsync(race, shown => Verification(shown, runner)?["state"]?.GetValue<string>() == state);

    private protected static JsonNode? Verification(JsonNode race, int runner) => race["runners"]![runner - 1]!["verification"];

    private protected static bool Is(JsonNode race, string state) => race["state"]!.GetValue<string>() == state;

    /// <summary>The service that verifies a task, once it was started; not the one before.</summary>
    private protected async Task<string> ServiceOfAsync(string task, string? before = null)
    {
        for (var tries = 0; ; tries++)
        {
            var started = Worker.Calls.LastOrDefault(call => call.Method == WorkerMethods.StartService && call.Params.GetProperty("taskId").GetString() == task);
            if (started.Method is not null && started.Params.GetProperty("serviceId").GetString() is { } service && service != before)
            {
                return service;
            }

            Assert.True(tries < 400, "It was not started.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private protected async Task EndVerificationAsync(string task, int exitCode, string? before = null) => await Worker.TellAsync(
        Status(await ServiceOfAsync(task, before), task, exitCode == 0 ? ServiceState.Stopped : ServiceState.Failed, exitCode));

    /// <summary>A clock that can be put forward.</summary>
    private protected sealed class Leap : TimeProvider
    {
        private long _ahead;

        public void Forward(TimeSpan span) => Interlocked.Add(ref _ahead, span.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
    }
}
