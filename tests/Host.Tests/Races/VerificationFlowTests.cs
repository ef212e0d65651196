using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;

namespace Homeport.Host.Tests.Races;

/// <summary>The verify command of races, over a worker that says what a test wants. Over both stores.</summary>
public abstract class VerificationFlowTests : RacesTest
{
    [Fact]
    public async Task The_projects_command_runs_where_a_runner_comes_to_rest_and_its_result_stands_with_the_tree()
    {
        await Host.CallAsync("updateRepositoryGroup", $$"""{"id": "{{Project}}", "scripts": {"verify": "npm test", "verifyTimeoutSeconds": 60} }""");
        var (race, tasks) = await RaceAsync(2);
        var turns = await TurnsAsync(tasks);
        Output = "\u001b[32mok\u001b[0m\nTests:       1 failed, 3 passed, 4 total";

        await Worker.ReportAsync(turns[0], TurnOutcome.Completed, snapshot: 2);
        await UntilVerifiedAsync(race, 1, "running");
        await ServiceOfAsync(tasks[0]);
        var request = Worker.Calls.Last(call => call.Method == WorkerMethods.StartService).Params.Deserialize(ProtocolJson.Default.StartServiceRequest)!;
        Assert.Equal(("npm test", "/worktrees/it", ServiceRestart.Never, tasks[0]),
            (request.Definition.Command, request.Definition.WorkingDirectory, request.Definition.Restart, request.TaskId));
        Assert.Empty((await Host.CallAsync("listTaskCommands", $$"""{"taskId": "{{tasks[0]}}"}"""))["commands"]!.AsArray());
        await EndVerificationAsync(tasks[0], 1);

        var verification = Verification(await UntilVerifiedAsync(race, 1, "failed"), 1)!;
        Assert.Equal((1, 7, 3, 1), (
            verification["exitCode"]!.GetValue<int>(), verification["snapshot"]!.GetValue<int>(),
            verification["counts"]!["passed"]!.GetValue<int>(), verification["counts"]!["failed"]!.GetValue<int>()));
        Assert.Equal(["ok", "Tests:       1 failed, 3 passed, 4 total"], verification["output"]!.AsArray().Select(line => line!.GetValue<string>()));
        Assert.Null(verification["stale"]);
        Assert.Null(Verification((await ShowAsync(race))["race"]!, 2)); // it is still at work
    }

    [Fact]
    public async Task A_result_is_stale_once_its_runner_goes_on_and_is_renewed_when_it_rests_again()
    {
        var (race, tasks) = await RaceAsync(2, "make test");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 1, "running");
        await EndVerificationAsync(tasks[0], 0);
        await UntilVerifiedAsync(race, 1, "passed");

        await Host.CallAsync("sendPrompt", $$"""{"taskId": "{{tasks[0]}}", "prompt": "And now that"}""");
        Assert.True(Verification((await ShowAsync(race))["race"]!, 1)!["stale"]!.GetValue<bool>());

        var first = await ServiceOfAsync(tasks[0]);
        await Worker.ReportAsync(await Worker.NextTurnAsync(), TurnOutcome.Completed, snapshot: 3);
        await UntilAsync(race, shown => Verification(shown, 1)!["state"]!.GetValue<string>() == "running");
        await EndVerificationAsync(tasks[0], 0, before: first);
        Assert.Null(Verification(await UntilVerifiedAsync(race, 1, "passed"), 1)!["stale"]);
    }

    [Fact]
    public async Task Another_command_is_given_and_asked_for_again_by_hand()
    {
        var (race, tasks) = await RaceAsync(2);
        await FinishedRaceAsync(tasks);
        Assert.Equal("invalid_request", (await Host.RefuseAsync("verifyRace", $$"""{"id": "{{race}}"}"""))["data"]!["code"]!.GetValue<string>());

        await Host.CallAsync("verifyRace", $$"""{"id": "{{race}}", "command": "true"}""");
        await UntilVerifiedAsync(race, 1, "running");
        await UntilVerifiedAsync(race, 2, "running");
        await EndVerificationAsync(tasks[0], 0);
        await EndVerificationAsync(tasks[1], 0);
        await UntilVerifiedAsync(race, 1, "passed");
        await UntilVerifiedAsync(race, 2, "passed");

        var shown = (await Host.CallAsync("verifyRace", $$"""{"id": "{{race}}", "taskId": "{{tasks[1]}}", "command": "false"}"""))["race"]!;
        Assert.Equal((true, "waiting"), (Verification(shown, 1)!["stale"]!.GetValue<bool>(), Verification(shown, 2)!["state"]!.GetValue<string>()));
        await UntilVerifiedAsync(race, 2, "running");
        Assert.Equal("conflict", (await Host.RefuseAsync("verifyRace", $$"""{"id": "{{race}}", "taskId": "{{tasks[1]}}"}"""))["data"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_that_runs_is_stopped_and_does_not_begin_again_by_itself()
    {
        var (race, tasks) = await RaceAsync(2, "sleep 1000");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 1, "running");
        var service = await ServiceOfAsync(tasks[0]);

        var shown = (await Host.CallAsync("stopVerification", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}"""))["race"]!;

        Assert.Equal("stopped", Verification(shown, 1)!["state"]!.GetValue<string>());
        Assert.Contains(Worker.Calls, call => call.Method == WorkerMethods.StopService && call.Params.GetProperty("serviceId").GetString() == service);
        await UntilVerifiedAsync(race, 2, "running"); // the watch has looked since
        Assert.Equal("stopped", Verification((await ShowAsync(race))["race"]!, 1)!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_that_takes_too_long_is_ended()
    {
        var (race, tasks) = await RaceAsync(2, "sleep 1000");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 1, "running");

        Time.Forward(TimeSpan.FromMinutes(11));

        var verification = Verification(await UntilVerifiedAsync(race, 1, "timed_out"), 1)!;
        Assert.Contains("600 s", verification["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(Worker.Calls, call => call.Method == WorkerMethods.StopService);
    }

    [Fact]
    public async Task A_host_that_starts_again_takes_the_result_of_what_went_on_meanwhile()
    {
        var (race, tasks) = await RaceAsync(2, "make test");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 2, "running"); // so the first one is in its worker's hands
        var (service, worker) = (await ServiceOfAsync(tasks[0]), Worker.Registered.WorkerId);

        await StartAgainAsync();
        await ConnectAsync(worker, Status(service, tasks[0], ServiceState.Stopped, exitCode: 0));

        Assert.Equal(3, Verification(await UntilVerifiedAsync(race, 1, "passed"), 1)!["counts"]!["passed"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_whose_worker_is_gone_for_good_has_no_result()
    {
        var (race, tasks) = await RaceAsync(2, "make test");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 2, "running"); // so the first one is in its worker's hands

        await StartAgainAsync();
        await ConnectAsync();

        var verification = Verification(await UntilVerifiedAsync(race, 1, "stopped"), 1)!;
        Assert.Contains("ended with the worker", verification["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verification_ends_with_the_worktree_of_a_loser()
    {
        var (race, tasks) = await RaceAsync(2, "make test");
        await FinishedRaceAsync(tasks);
        await UntilVerifiedAsync(race, 2, "running");
        var service = await ServiceOfAsync(tasks[1]);

        await Host.CallAsync("keepRunner", $$"""{"id": "{{race}}", "taskId": "{{tasks[0]}}"}""");

        await UntilAsync(race, shown => Is(shown, "kept") && Verification(shown, 2)?["state"]!.GetValue<string>() == "stopped");
        Assert.Contains(Worker.Calls, call => call.Method == WorkerMethods.ForgetService && call.Params.GetProperty("serviceId").GetString() == service);
    }
}

/// <summary>On the store of a laptop.</summary>
public sealed class SqliteVerificationFlowTests : VerificationFlowTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

/// <summary>On the store of a team; a schema of its own for each test.</summary>
public sealed class PostgresVerificationFlowTests(PostgresFixture postgres) : VerificationFlowTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
