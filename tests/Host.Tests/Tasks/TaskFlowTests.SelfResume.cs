using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Tests.Tasks;

/// <summary>Tasks that wait for the clock: an overloaded provider, a usage limit.</summary>
public abstract partial class TaskFlowTests
{
    [Fact]
    public async Task An_overloaded_provider_is_tried_again_later_and_later_and_then_no_more()
    {
        var task = await CreateAsync("Do it");
        TimeSpan[] pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)];
        for (var attempt = 1; attempt <= pauses.Length; attempt++)
        {
            await OverloadAsync(await _worker.NextTurnAsync());

            var waiting = await TaskAsync(task);
            Assert.Equal(("waiting", "overloaded"), (waiting["state"]!.GetValue<string>(), waiting["waitingReason"]!.GetValue<string>()));
            Assert.Equal((attempt, 3), (waiting["attempt"]!.GetValue<int>(), waiting["maxAttempts"]!.GetValue<int>()));
            var pause = waiting["resumeAt"]!.GetValue<DateTimeOffset>() - waiting["stateSince"]!.GetValue<DateTimeOffset>();
            Assert.Equal(pauses[attempt - 1], pause);
            await ScheduleAsync(task, "2020-01-01T00:00:00Z"); // as "Try now" does
        }

        var last = await _worker.NextTurnAsync();
        Assert.Equal((TurnKind.Retry, "Do it"), (last.Kind, last.Prompt));
        await OverloadAsync(last);
        var failed = await TaskAsync(task);
        Assert.Equal(("failed", null), (failed["state"]!.GetValue<string>(), failed["resumeAt"]));
    }

    [Fact]
    public async Task The_try_that_goes_well_ends_the_counting()
    {
        var task = await CreateAsync("Do it");
        await OverloadAsync(await _worker.NextTurnAsync());
        await ScheduleAsync(task, "2020-01-01T00:00:00Z");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);

        var done = await TaskAsync(task);
        Assert.Equal(("in_review", null, null), (done["state"]!.GetValue<string>(), done["attempt"], done["resumeAt"]));
    }

    [Fact]
    public async Task A_next_try_can_be_called_off_and_a_stop_does_so_too()
    {
        var first = await CreateAsync("Do it");
        await OverloadAsync(await _worker.NextTurnAsync());
        var second = await CreateAsync("And this");
        await OverloadAsync(await _worker.NextTurnAsync());

        var called = await CallAsync("scheduleResume", $$"""{"taskId": "{{first}}"}""");
        var stopped = await CallAsync("stopTaskExecution", $$"""{"taskId": "{{second}}"}""");

        Assert.Equal(("failed", "provider_overloaded"), (called["task"]!["state"]!.GetValue<string>(), called["task"]!["failure"]!["code"]!.GetValue<string>()));
        Assert.Equal(("interrupted", null), (stopped["task"]!["state"]!.GetValue<string>(), stopped["task"]!["resumeAt"]));
    }

    [Fact]
    public async Task A_project_can_want_no_retries()
    {
        await CallAsync("updateRepositoryGroup", $$"""{"id": "{{_project}}", "defaults": {"retries": 0} }""");
        var task = await CreateAsync("Do it");

        await OverloadAsync(await _worker.NextTurnAsync());

        Assert.Equal("failed", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_limit_waits_for_a_person_unless_the_project_or_the_person_wants_otherwise()
    {
        var task = await CreateAsync("Do it");
        var resets = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddHours(2);
        await LimitAsync(await _worker.NextTurnAsync(), resets);
        Assert.Null((await TaskAsync(task))["resumeAt"]);

        var scheduled = await ScheduleAsync(task, resets.ToString("O"));
        Assert.Equal(resets, scheduled["task"]!["resumeAt"]!.GetValue<DateTimeOffset>());
        await ScheduleAsync(task, "2020-01-01T00:00:00Z");
        Assert.Equal(TurnKind.Resume, (await _worker.NextTurnAsync()).Kind);

        await CallAsync("updateRepositoryGroup", $$"""{"id": "{{_project}}", "defaults": {"resumeAfterLimit": true} }""");
        var other = await CreateAsync("And this");
        await LimitAsync(await _worker.NextTurnAsync(), resets);
        Assert.Equal(resets.AddSeconds(5), (await TaskAsync(other))["resumeAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Only_what_waits_for_the_clock_can_be_scheduled_and_not_too_far_ahead()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var running = await RefuseAsync("scheduleResume", $$"""{"taskId": "{{task}}", "at": "2030-01-01T00:00:00Z"}""");
        await LimitAsync(turn, null);
        var far = await RefuseAsync("scheduleResume", $$"""{"taskId": "{{task}}", "at": "2130-01-01T00:00:00Z"}""");

        Assert.Equal(("conflict", "invalid_request"), (running["data"]!["code"]!.GetValue<string>(), far["data"]!["code"]!.GetValue<string>()));
    }

    private Task<JsonNode> ScheduleAsync(string task, string at) => CallAsync("scheduleResume", $$"""{"taskId": "{{task}}", "at": "{{at}}"}""");

    private Task OverloadAsync(AssignTaskRequest turn) => EndAsync(
        turn, TurnOutcome.Failed, new TaskFailure { Code = ErrorCodes.ProviderOverloaded, Message = "The provider is overloaded: 529." }, null);

    private Task LimitAsync(AssignTaskRequest turn, DateTimeOffset? resets) => EndAsync(
        turn, TurnOutcome.Limited, new TaskFailure { Code = "usage_limit", Message = "The plan is used up." }, resets);

    private async Task EndAsync(AssignTaskRequest turn, TurnOutcome outcome, TaskFailure failure, DateTimeOffset? resets) => await _worker.CallAsync(
        HostMethods.ReportTaskComplete,
        new ReportTaskCompleteRequest
        {
            TaskId = turn.TaskId,
            SessionId = turn.SessionId,
            TurnId = turn.TurnId,
            LeaseToken = turn.LeaseToken,
            Success = false,
            Outcome = outcome,
            Failure = failure,
            LimitResetsAt = resets,
        },
        ProtocolJson.Default.ReportTaskCompleteRequest, ProtocolJson.Default.NoResponse);
}
