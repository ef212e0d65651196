using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Tasks;

/// <summary>What a person says while the agent works: into its turn, behind it, or in its place.</summary>
public abstract partial class TaskFlowTests
{
    [Fact]
    public async Task Words_that_the_agent_takes_in_are_not_queued_and_a_repeated_message_has_one_name()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        _worker.Answers[WorkerMethods.SteerSession] = _ => RpcReply.From(new SteerSessionResponse { Accepted = true }, ProtocolJson.Default.SteerSessionResponse);

        var first = await SayAsync(task, "Mind the tests", "steer", key: "k1");
        var again = await SayAsync(task, "Mind the tests", "steer", key: "k1");

        Assert.Equal(("steered", "steered"), (first["disposition"]!.GetValue<string>(), again["disposition"]!.GetValue<string>()));
        Assert.Empty(await QueueAsync(task));
        var said = _worker.Calls.Where(call => call.Method == WorkerMethods.SteerSession).Select(call => call.Params).ToArray();
        Assert.Equal([turn.TurnId, turn.TurnId], said.Select(call => call.GetProperty("turnId").GetString()));
        Assert.Single(said.Select(call => call.GetProperty("messageId").GetString()).Distinct());
    }

    [Fact]
    public async Task Words_that_the_agent_does_not_take_in_come_after_its_turn()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        _worker.Answers[WorkerMethods.SteerSession] = _ => RpcReply.From(new SteerSessionResponse { Accepted = false }, ProtocolJson.Default.SteerSessionResponse);

        var said = await SayAsync(task, "Mind the tests", "steer");

        Assert.Equal("queued", said["disposition"]!.GetValue<string>());
        await _worker.ReportAsync(turn, TurnOutcome.Completed);
        Assert.Equal("Mind the tests", (await _worker.NextTurnAsync()).Prompt);
    }

    [Fact]
    public async Task A_worker_from_before_steering_has_the_words_queued()
    {
        var task = await CreateAsync("Do it");
        await _worker.NextTurnAsync();
        _worker.Answers[WorkerMethods.SteerSession] = _ => throw new RpcException(RpcErrorCode.MethodNotFound, "No such method");

        Assert.Equal("queued", (await SayAsync(task, "Mind the tests", "steer"))["disposition"]!.GetValue<string>());
    }

    [Fact]
    public async Task Words_for_an_idle_agent_start_it_however_they_were_to_be_delivered()
    {
        foreach (var delivery in (string[])["steer", "interrupt"])
        {
            var task = await CreateAsync("Do it");
            await _worker.ReportAsync(await _worker.NextTurnAsync(), TurnOutcome.Completed);

            Assert.Equal("started", (await SayAsync(task, "And now?", delivery))["disposition"]!.GetValue<string>());
            Assert.Equal("And now?", (await _worker.NextTurnAsync()).Prompt);
        }
    }

    [Fact]
    public async Task What_interrupts_comes_before_all_that_waits_once_the_turn_is_stopped()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await SayAsync(task, "Later", "queue");

        var said = await SayAsync(task, "At once", "interrupt");

        Assert.True(said["queuedPrompt"]!["urgent"]!.GetValue<bool>());
        Assert.Equal(["At once", "Later"], (await QueueAsync(task)).Select(prompt => prompt!["prompt"]!.GetValue<string>()));
        Assert.Equal(turn.TurnId, Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.InterruptTurn).Params.GetProperty("turnId").GetString());
        await _worker.ReportAsync(turn, TurnOutcome.Interrupted);
        var next = await _worker.NextTurnAsync();
        Assert.Equal("At once", next.Prompt);
        Assert.Equal(turn.SessionId, next.SessionId);

        await _worker.ReportAsync(next, TurnOutcome.Interrupted); // a person stopped this one: what is left waits
        await UntilAsync(task, "interrupted");
        Assert.Single(await QueueAsync(task));
    }

    [Fact]
    public async Task A_stop_holds_back_what_was_to_interrupt()
    {
        var task = await CreateAsync("Do it");
        var turn = await _worker.NextTurnAsync();
        await SayAsync(task, "At once", "interrupt");
        _worker.Answers[WorkerMethods.StopSession] = _ => RpcReply.From(new NoResponse(), ProtocolJson.Default.NoResponse);

        await CallAsync("stopTaskExecution", $$"""{"taskId": "{{task}}"}""");

        Assert.Equal("interrupted", (await TaskAsync(task))["state"]!.GetValue<string>());
        Assert.Single(await QueueAsync(task));
        Assert.NotNull(turn);
    }

    private Task<JsonNode> SayAsync(string task, string prompt, string delivery, string? key = null) => CallAsync(
        "sendPrompt",
        $$"""{"taskId": "{{task}}", "prompt": "{{prompt}}", "delivery": "{{delivery}}"{{(key is null ? "" : $", \"idempotencyKey\": \"{key}\"")}}}""");
}
