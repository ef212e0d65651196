using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Services;
using Homeport.Rpc;
using Homeport.Storage;
using Homeport.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tests.Tasks;

/// <summary>Workers that go away and come back, and others that come in their place.</summary>
public abstract partial class TaskFlowTests
{
    [Fact]
    public async Task A_worker_that_comes_back_goes_on_where_it_was()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""");
        await _worker.AskAsync(turn, 2, "a1", "ls");
        var id = _worker.Registered.WorkerId;

        await _worker.DisposeAsync();
        Assert.Equal("waiting", (await TaskAsync(task))["state"]!.GetValue<string>());
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { WorkerId = id, Turns = [ScriptedWorker.Holds(turn)] });

        Assert.Empty(_worker.Registered.Revoked);
        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""");
        await _worker.WriteAsync(turn, 3, EventKinds.AgentMessage, """{"text": "two"}""");
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        await UntilAsync(task, "in_review");
        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.AgentMessage));
        Assert.False(_worker.HasTurn);
    }

    [Fact]
    public async Task An_answer_given_while_the_worker_is_away_is_carried_to_it_when_it_is_back_and_once()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await _worker.AskAsync(turn, 1, "a1", "ls");
        var id = _worker.Registered.WorkerId;
        await _worker.DisposeAsync();

        await CallAsync("answerApproval", """{"approvalId": "a1", "optionId": "yes"}""");
        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { WorkerId = id, Turns = [ScriptedWorker.Holds(turn)] });
        await UntilAsync(() => Answered(_worker) == 1);
        await UntilAsync(() => Undelivered() == 0); // else the word of the worker that it has it may be lost with the connection

        await _worker.DisposeAsync();
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { WorkerId = id, Turns = [ScriptedWorker.Holds(turn)] });
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        Assert.Equal(0, Answered(_worker));
    }

    [Fact]
    public async Task A_turn_that_never_reached_the_worker_is_handed_over_again_under_its_lease()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var id = _worker.Registered.WorkerId;
        await _worker.DisposeAsync();

        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { WorkerId = id });

        var again = await _worker.NextTurnAsync();
        Assert.Equal((turn.TurnId, turn.LeaseToken), (again.TurnId, again.LeaseToken));
        Assert.Single(await KindsAsync(task), EventKinds.UserMessage);
    }

    /// <summary>What a worker said before it died is worked off first; until then it counts as connected, and cannot be asked any more.</summary>
    [Fact]
    public async Task A_turn_waits_for_the_next_worker_while_the_last_words_of_a_dead_one_are_worked_off()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        for (var words = 0; words < 2_000; words++)
        {
            await _worker.TellAsync(new ServiceStatus { ServiceId = "gone", Kind = ServiceKind.Sidecar, State = ServiceState.Running, Reason = "", At = DateTimeOffset.UnixEpoch });
        }

        await _worker.HangUpAsync();
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "Go on"}""");
        await _worker.DisposeAsync();
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);

        Assert.Equal("Go on", (await _worker.NextTurnAsync()).Prompt);
    }

    [Fact]
    public async Task What_a_worker_says_it_cannot_do_fails_the_turn_and_does_not_keep_it_waiting_for_ever()
    {
        _worker.Answers[WorkerMethods.CreateWorktree] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Conflict, "no", JsonDocument.Parse("""{"code": "unavailable", "detail": "git could not be started."}""").RootElement));

        var task = await CreateAsync("Do it");

        Assert.Equal("git could not be started.", (await UntilAsync(task, "failed"))["failure"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_person_said_stays_when_its_turn_could_not_begin_and_retry_says_it()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        _worker.Answers[WorkerMethods.FindUntrusted] = _ => RpcReply.Failed(new RpcError(RpcErrorCode.InternalError, "no"));

        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "And paint it"}""");
        await UntilAsync(task, "failed");

        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.UserMessage));
        _worker.Answers.Clear();
        await CallAsync("retryTask", $$"""{"taskId": "{{task}}"}""");
        Assert.Equal("And paint it", (await _worker.NextTurnAsync()).Prompt);
    }

    [Fact]
    public async Task What_a_person_said_is_the_next_in_the_queue_when_it_is_stopped_before_it_began()
    {
        var task = await CreateAsync("Do it");
        await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);
        await _worker.DisposeAsync();
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "And paint it"}""");
        await CallAsync("sendPrompt", $$"""{"taskId": "{{task}}", "prompt": "And sell it"}""");

        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");

        Assert.Equal(["And paint it", "And sell it"], (await QueueAsync(task)).Select(prompt => prompt!["prompt"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_a_dead_worker_ran_is_interrupted_when_another_takes_it_over_and_resume_names_the_agents_own_session()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await _worker.WriteAsync(turn, 1, EventKinds.SessionStarted, """{"agentType": "claude_code", "nativeSessionId": "native-7"}""");
        await _worker.AskAsync(turn, 2, "a1", "ls");
        var dead = _worker.Registered.WorkerId;
        await _worker.DisposeAsync();

        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { TookOver = [dead] });

        var interrupted = await TaskAsync(task);
        Assert.Equal(("interrupted", 0), (interrupted["state"]!.GetValue<string>(), interrupted["pendingApprovals"]!.GetValue<int>()));
        await CallAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");
        Assert.Equal("native-7", (await _worker.NextTurnAsync()).NativeSessionId);
    }

    [Fact]
    public async Task The_journal_of_a_dead_worker_is_carried_on_by_the_one_that_took_it_over()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var dead = _worker.Registered.WorkerId;
        await _worker.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "one"}""");
        await _worker.DisposeAsync();

        _worker = await ScriptedWorker.ConnectAsync(
            _host.Running, mine => mine with { TookOver = [dead], Turns = [ScriptedWorker.Holds(turn)] });
        Assert.Empty(_worker.Registered.Revoked);
        await _worker.WriteAsync(turn, 2, EventKinds.AgentMessage, """{"text": "two"}""");
        await _worker.ReportAsync(turn, TurnOutcome.Interrupted);

        await UntilAsync(task, "interrupted");
        Assert.Equal(2, (await KindsAsync(task)).Count(kind => kind == EventKinds.AgentMessage));
    }

    [Fact]
    public async Task A_worker_that_comes_back_from_the_dead_cannot_speak_for_a_turn_that_was_given_up()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var (id, revenant) = (_worker.Registered.WorkerId, _worker);
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { TookOver = [id] });
        Assert.Equal("interrupted", (await TaskAsync(task))["state"]!.GetValue<string>());
        await CallAsync("resumeTask", $$"""{"taskId": "{{task}}"}""");
        var second = await _worker.NextTurnAsync();

        Assert.Equal([turn.LeaseToken], (await revenant.BeatAsync(turn.LeaseToken)).Revoked);
        var log = await Assert.ThrowsAsync<RpcException>(() => revenant.WriteAsync(turn, 1, EventKinds.AgentMessage, """{"text": "late"}"""));
        Assert.Contains("lease", log.Message, StringComparison.Ordinal);
        await revenant.ReportAsync(turn, TurnOutcome.Completed, files: 9);
        await Assert.ThrowsAsync<RpcException>(() => revenant.ReportAsync(second, TurnOutcome.Completed, leaseToken: turn.LeaseToken));
        await revenant.DisposeAsync();

        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
        await _worker.ReportAsync(second, TurnOutcome.Completed);
        await UntilAsync(task, "in_review");
        Assert.DoesNotContain(EventKinds.AgentMessage, await KindsAsync(task));
    }

    [Fact]
    public async Task A_turn_whose_worker_goes_away_while_the_worktree_is_made_waits_and_is_begun_when_one_is_there()
    {
        var gone = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        _worker.Answers[WorkerMethods.CreateWorktree] = _ =>
        {
            gone.SetResult(_worker.HangUpAsync());
            _worker.Closed.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
            return RpcReply.Empty; // nobody hears it
        };

        var task = await CreateAsync("Do it");
        await await gone.Task;
        await _worker.DisposeAsync();
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);

        Assert.Equal(task, (await _worker.NextTurnAsync()).TaskId);
        Assert.Equal("running", (await TaskAsync(task))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stop_while_the_worker_is_away_holds_and_is_told_when_it_is_back()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var id = _worker.Registered.WorkerId;
        await _worker.DisposeAsync();

        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");
        Assert.Equal("interrupted", (await TaskAsync(task))["state"]!.GetValue<string>());
        _worker = await ScriptedWorker.ConnectAsync(_host.Running, mine => mine with { WorkerId = id, Turns = [ScriptedWorker.Holds(turn)] });

        Assert.Equal([turn.LeaseToken], _worker.Registered.Revoked);
    }

    [Fact]
    public async Task A_worker_of_another_link_version_ends_what_it_runs_and_gets_nothing_new()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        var id = _worker.Registered.WorkerId;
        await _worker.DisposeAsync();

        var old = await ScriptedWorker.ConnectAsync(
            _host.Running, mine => mine with { WorkerId = id, LinkVersion = 1, Turns = [ScriptedWorker.Holds(turn)] });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
        Assert.True(old.Registered.Drain);
        Assert.False(_worker.Registered.Drain);
        var next = await CreateAsync("And this");
        Assert.Equal(next, (await _worker.NextTurnAsync()).TaskId);

        await old.ReportAsync(turn, TurnOutcome.Completed);
        await UntilAsync(task, "in_review");
        Assert.False(old.HasTurn);
        await old.DisposeAsync();
    }

    private static int Answered(ScriptedWorker worker) => worker.Calls.Count(call => call.Method == WorkerMethods.AnswerAgent);

    private long Undelivered() => _host.Running.Services.GetRequiredService<Database>()
        .ReadAsync(scope => scope.Query("SELECT count(*) FROM approvals WHERE delivered_at IS NULL", row => row.Int64(0)), TestContext.Current.CancellationToken)
        .GetAwaiter().GetResult()[0];

    private static Task UntilAsync(Func<bool> holds) => Eventually.HoldsAsync(holds, TestContext.Current.CancellationToken);
}
