using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.ClaudeCode;

/// <summary>The adapter against what Claude Code 2.1.328 really said.</summary>
public sealed class ClaudeTranscriptTests
{
    [Fact]
    public async Task A_write_is_asked_for_as_a_diff_and_goes_on_when_allowed()
    {
        var pipe = Pipe("permission-approve");
        await using var stage = On(pipe).Answering("allow_once");

        var started = await stage.StartAsync();
        var result = await stage.RunAsync("write");

        Assert.Equal("2.1.328", started.Version);
        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ApprovalKind.Permission, approval.Kind);
        Assert.Equal("Write hello.txt", approval.Title);
        Assert.Equal(ApprovalDetailKind.Diff, approval.DetailKind);
        Assert.Equal("--- /dev/null\n+++ b/hello.txt\n@@ -0,0 +1,1 @@\n+Hello from the fake model.\n", approval.Detail);
        Assert.Equal(["allow_once", "allow_always", "reject_once"], approval.Options.Select(option => option.Id));
        var (id, call) = Assert.Single(stage.Sink.ToolCalls);
        Assert.Equal(id, approval.ToolCallId);
        Assert.Equal((ToolKind.Edit, ToolStatus.Completed), (call.Kind, call.Status));
        Assert.Equal("hello.txt", Assert.Single(call.Content!).Path);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal("end_turn", result.StopReason);
        Assert.Equal("4422750f-4529-4658-8812-fcaa8f761955", result.NativeSessionId);
        Assert.Equal((8698, 71, 0.036212), (result.Usage!.InputTokens, result.Usage.OutputTokens, result.Usage.CostUsd));
        Assert.Equal(1_000_000, result.Usage.ContextSize);
        Assert.Equal(2, stage.Sink.Messages.Count);
        Assert.Equal("allow", pipe.Said("control_response")["response"]!["response"]!["behavior"]!.GetValue<string>());
        var session = Assert.Single(stage.Sink.Payloads(EventKinds.SessionStarted, ProtocolJson.Default.SessionStartedPayload));
        Assert.Equal(result.NativeSessionId, session.NativeSessionId);
    }

    [Fact]
    public async Task A_command_is_asked_for_with_its_exact_words()
    {
        await using var stage = On(Pipe("permission-approve-shell")).Answering("allow_once");
        await stage.StartAsync();

        var result = await stage.RunAsync("run");

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ApprovalDetailKind.Command, approval.DetailKind);
        Assert.Equal("touch probe.txt && echo done", approval.Detail);
        Assert.Equal(ToolKind.Execute, Assert.Single(stage.Sink.ToolCalls).Call.Kind);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task A_refusal_carries_its_reason_and_marks_the_call_declined()
    {
        var pipe = Pipe("permission-deny");
        await using var stage = On(pipe).Answering("reject_once", "Not in this folder.");
        await stage.StartAsync();

        var result = await stage.RunAsync("write");

        var response = pipe.Said("control_response")["response"]!["response"]!;
        Assert.Equal(("deny", "Not in this folder."), (response["behavior"]!.GetValue<string>(), response["message"]!.GetValue<string>()));
        Assert.Equal(ToolStatus.Declined, Assert.Single(stage.Sink.ToolCalls).Call.Status);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task Always_stays_in_the_session_and_each_turn_gets_its_own_share_of_the_cost()
    {
        var pipe = Pipe("permission-always-allow");
        await using var stage = On(pipe).Answering("allow_always");
        await stage.StartAsync();

        var first = await stage.RunAsync("one");
        var second = await stage.RunAsync("two");

        var suggestion = pipe.Said("control_response")["response"]!["response"]!["updatedPermissions"]!.AsArray().Single()!;
        Assert.Equal(("setMode", "session"), (suggestion["type"]!.GetValue<string>(), suggestion["destination"]!.GetValue<string>()));
        Assert.Single(stage.Sink.Approvals);
        Assert.Equal((0.03622, 0.036944), (first.Usage!.CostUsd, second.Usage!.CostUsd));
        Assert.Equal(17581, first.Usage!.InputTokens + second.Usage.InputTokens);
        Assert.Contains(stage.Sink.Configs, config => config.PermissionMode == PermissionMode.AcceptEdits);
    }

    [Fact]
    public async Task Only_the_rule_is_kept_when_a_command_is_always_allowed()
    {
        var pipe = Pipe("subagent");
        await using var stage = On(pipe).Answering("allow_always");
        await stage.StartAsync();
        await stage.RunAsync("go");
        await stage.Sink.WaitAsync(sink => sink.Messages.Count >= 5, TestContext.Current.CancellationToken);

        var kept = pipe.Said("control_response")["response"]!["response"]!["updatedPermissions"]!.AsArray();
        Assert.Equal(["addRules", "addDirectories"], kept.Select(rule => rule!["type"]!.GetValue<string>()));
        Assert.All(kept, rule => Assert.Equal("session", rule!["destination"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_sub_agents_words_and_calls_belong_to_the_call_that_started_it()
    {
        await using var stage = On(Pipe("subagent")).Answering("allow_once");
        await stage.StartAsync();

        var result = await stage.RunAsync("go");
        await stage.Sink.WaitAsync(sink => sink.Messages.Count >= 5, TestContext.Current.CancellationToken);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        var agent = stage.Sink.ToolCalls.Single(call => call.Call.Kind == ToolKind.Agent);
        var inner = stage.Sink.ToolCalls.Single(call => call.Call.Kind == ToolKind.Execute);
        Assert.Equal(agent.Id, inner.Call.ParentItemId);
        Assert.Equal(2, stage.Sink.Texts.Values.Count(text => text.Parent == agent.Id));
        Assert.Contains(stage.Sink.Notices, notice => notice.Code == "background_task");
        Assert.Empty(stage.Sink.Raws);
    }

    [Fact]
    public async Task A_turn_that_nobody_asked_for_is_published_too()
    {
        await using var stage = On(Pipe("background-shell"));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");
        await stage.Sink.WaitAsync(sink => sink.Messages.Count >= 3, TestContext.Current.CancellationToken);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.StartsWith("Echo:", stage.Sink.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_calls_are_asked_for_one_by_one()
    {
        await using var stage = On(Pipe("permission-parallel")).Answering("allow_once");
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(3, stage.Sink.Approvals.Select(approval => approval.ToolCallId).Distinct().Count());
        Assert.All(stage.Sink.Approvals, approval =>
            Assert.Equal(["allow_once", "reject_once"], approval.Options.Select(option => option.Id)));
        Assert.All(stage.Sink.ToolCalls, call => Assert.Equal(ToolStatus.Completed, call.Call.Status));
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task A_question_is_answered_by_its_words()
    {
        var pipe = Pipe("ask-user-question");
        await using var stage = On(pipe).Answering(null, null, "Blue");
        await stage.StartAsync();

        var result = await stage.RunAsync("ask");

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ApprovalKind.Question, approval.Kind);
        Assert.Equal("Which color?", approval.Title);
        var question = Assert.Single(approval.Questions!);
        Assert.Equal(("Color", false), (question.Header, question.MultiSelect));
        Assert.Equal(["Red", "Blue"], question.Choices.Select(choice => choice.Label));
        var input = pipe.Said("control_response")["response"]!["response"]!["updatedInput"]!;
        Assert.Equal("""{"Which color?":"Blue"}""", input["answers"]!.ToJsonString());
        Assert.Single(input["questions"]!.AsArray());
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Theory]
    [InlineData("approve", "default")]
    [InlineData("approve_accept_edits", "acceptEdits")]
    public async Task A_plan_is_shown_and_approving_it_sets_the_mode(string option, string mode)
    {
        var pipe = Pipe("plan-mode-exit");
        await using var stage = On(pipe, Stage.Session with { PermissionMode = PermissionMode.Plan }).Answering(option);
        await stage.StartAsync();

        var result = await stage.RunAsync("plan");

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal((ApprovalKind.Plan, ApprovalDetailKind.Markdown), (approval.Kind, approval.DetailKind));
        Assert.Equal("1. write hello.txt", approval.Detail);
        var permissions = pipe.Said("control_response")["response"]!["response"]!["updatedPermissions"]!.AsArray();
        Assert.Equal(mode, permissions.Single()!["mode"]!.GetValue<string>());
        Assert.Contains(stage.Sink.Configs, config => config.PermissionMode == PermissionMode.AcceptEdits);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task Text_comes_as_deltas_and_then_whole_in_the_same_item()
    {
        await using var stage = On(Pipe("write-file-partial-messages", prefix: Greeting));
        await stage.StartAsync();

        var result = await stage.RunAsync("write");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal(2, stage.Sink.Messages.Count);
        Assert.All(stage.Sink.Texts.Values, text => Assert.True(text is { IsDone: true, Deltas: > 0 }));
        Assert.Equal("I will write hello.txt.", stage.Sink.Messages[0]);
        Assert.Equal(ToolStatus.Completed, Assert.Single(stage.Sink.ToolCalls).Call.Status);
    }

    [Fact]
    public async Task A_message_that_was_cut_is_taken_back_before_it_comes_again()
    {
        await using var stage = On(Pipe("disconnect-partial-messages", prefix: Greeting));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal("This answer is cut half way by a lost connection.", Assert.Single(stage.Sink.Messages));
        Assert.Equal(1, Assert.Single(stage.Sink.Texts.Values).Resets);
        Assert.Equal("retrying", Assert.Single(stage.Sink.Notices).Code);
    }

    [Fact]
    public async Task Retries_are_told_with_the_time_of_the_next_try()
    {
        await using var stage = On(Pipe("error-529-then-ok", prefix: Greeting));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal(2, stage.Sink.Notices.Count);
        Assert.All(stage.Sink.Notices, notice => Assert.NotNull(notice.RetryAt));
    }

    [Theory]
    [InlineData("error-529-always", TurnOutcome.Failed, "provider_overloaded")]
    [InlineData("error-401", TurnOutcome.Failed, "not_logged_in")]
    [InlineData("no-auth", TurnOutcome.Failed, "not_logged_in")]
    [InlineData("error-429", TurnOutcome.Limited, "usage_limit")]
    [InlineData("server-down", TurnOutcome.Failed, "provider_unreachable")]
    [InlineData("max-turns", TurnOutcome.Failed, "agent_error")]
    public async Task A_failure_is_judged_by_what_it_is_and_not_by_its_subtype(string scenario, TurnOutcome outcome, string code)
    {
        await using var stage = On(Pipe(scenario, prefix: Greeting));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(code, result.Failure!.Code);
        Assert.NotNull(result.Failure.Next);
        Assert.DoesNotContain(stage.Sink.Messages, message => message.Contains("API Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("interrupt")]
    [InlineData("interrupt-tool")]
    [InlineData("permission-interrupt-while-asking")]
    public async Task An_interrupted_turn_ends_interrupted(string scenario)
    {
        await using var stage = On(Pipe(scenario));
        if (scenario == "interrupt-tool")
        {
            stage.Answering("allow_once");
        }

        await stage.StartAsync();
        var running = stage.RunAsync("go");
        await stage.Sink.WaitAsync(
            sink => scenario == "interrupt" ? sink.Texts.Values.Any(text => text.Deltas == 10) : sink.Approvals.Count > 0,
            TestContext.Current.CancellationToken);
        await stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);
        var result = await running;

        Assert.Equal(TurnOutcome.Interrupted, result.Outcome);
        Assert.Null(result.Failure);
        Assert.All(stage.Sink.ToolCalls, call => Assert.Equal(ToolStatus.Declined, call.Call.Status));
        Assert.Equal(scenario == "permission-interrupt-while-asking", stage.Sink.Cancelled.Count == 1);
        if (scenario == "interrupt")
        {
            Assert.Equal(TurnOutcome.Completed, (await stage.RunAsync("again")).Outcome);
            Assert.Equal("still alive", stage.Sink.Messages[^1]);
        }
    }

    [Theory]
    [InlineData("resume-5-unknown-id", true)]
    [InlineData("resume-after-interrupt-2-resume", false)]
    public async Task An_unknown_session_is_told_so_that_a_new_one_can_begin(string scenario, bool needsGreeting)
    {
        var transcript = Transcript.Load("claude-code", $"2.1.328-{scenario}");
        transcript = new([
            .. transcript.Entries.Where(entry => !entry.IsFromClient || entry.Message["type"]!.GetValue<string>() != "user")]);
        transcript = needsGreeting ? new([Greeting.Entries[0], .. transcript.Entries]) : transcript;
        await using var stage = On(new(transcript, endsByItself: true), Stage.Session with { NativeSessionId = "gone" });

        var exception = await Assert.ThrowsAsync<AgentStartException>(stage.StartAsync);

        Assert.True(exception.IsSessionLost);
    }

    [Fact]
    public async Task A_session_that_was_killed_goes_on_under_its_id()
    {
        await using var stage = On(
            Pipe("resume-after-kill-2-resume"),
            Stage.Session with { NativeSessionId = "5920f568-ffb8-4614-9807-17dcd5661996" });
        var started = await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal("5920f568-ffb8-4614-9807-17dcd5661996", started.NativeSessionId);
        Assert.Equal(started.NativeSessionId, result.NativeSessionId);
        Assert.Equal("back again", Assert.Single(stage.Sink.Messages));
        Assert.Empty(stage.Sink.Payloads(EventKinds.SessionStarted, ProtocolJson.Default.SessionStartedPayload));
    }

    [Fact]
    public async Task Mode_and_model_change_while_it_lives()
    {
        var transcript = Transcript.Load("claude-code", "2.1.328-control-requests");
        string[] used = ["initialize", "set_permission_mode", "set_model"];
        var ids = transcript.Entries.Where(entry => used.Contains(entry.Message["request"]?["subtype"]?.ToString()))
            .Select(entry => entry.Message["request_id"]!.ToString()).ToArray();
        transcript = new([.. transcript.Entries.Where(entry =>
            !(entry.Message["type"]!.ToString() is "control_request" or "control_response") ||
            ids.Contains((entry.Message["request_id"] ?? entry.Message["response"]!["request_id"])!.ToString()))]);
        await using var stage = On(new(transcript));
        await stage.StartAsync();

        await stage.Conversation.ConfigureAsync(PermissionMode.AcceptEdits, "claude-other-fake", TestContext.Current.CancellationToken);
        await stage.RunAsync("go");

        Assert.Equal(
            [(PermissionMode.AcceptEdits, null), (PermissionMode.AcceptEdits, "claude-other-fake")],
            stage.Sink.Configs.Select(config => (config.PermissionMode!.Value, config.Model)));
    }

    private static Transcript Greeting => Transcript.Of(
        """{"in":{"type":"control_request","request_id":"1","request":{"subtype":"initialize","hooks":null}}}""",
        """{"out":{"type":"control_response","response":{"subtype":"success","request_id":"1","response":{"claude_code_version":"2.1.328","current_permission_mode":"default"}}}}""",
        """{"in":{"type":"user","message":{"role":"user","content":"go"}}}""");

    private static PlaybackPipe Pipe(string scenario, Transcript? prefix = null)
    {
        var transcript = Transcript.Load("claude-code", $"2.1.328-{scenario}");
        return new(prefix is null ? transcript : new([.. prefix.Entries, .. transcript.Entries]));
    }

    private static Stage On(PlaybackPipe pipe, AgentSessionSpec? spec = null) => new(new ClaudeCodeAdapter(), pipe, spec);
}
