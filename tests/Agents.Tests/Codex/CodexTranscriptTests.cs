using Homeport.Agents.Codex;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Codex;

/// <summary>The adapter against what codex app-server 0.169.0 really said.</summary>
public sealed class CodexTranscriptTests
{
    [Fact]
    public async Task A_command_is_asked_for_and_goes_on_when_allowed()
    {
        var pipe = Pipe("permission-approve");
        await using var stage = On(pipe).Answering("accept");
        var started = await stage.StartAsync();

        var result = await stage.RunAsync("run");

        Assert.Equal(("0.169.0", "gpt-fake", "untrusted, workspace-write"), (started.Version, started.Model, started.Mode));
        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal((ApprovalDetailKind.Command, "touch probe.txt && echo done"), (approval.DetailKind, approval.Detail));
        Assert.Equal("The fake model asks for permission.", approval.Reason);
        Assert.Equal(["accept", "acceptForSession", "decline"], approval.Options.Select(option => option.Id));
        var (id, call) = Assert.Single(stage.Sink.ToolCalls);
        Assert.Equal(id, approval.ToolCallId);
        Assert.Equal((ToolKind.Execute, ToolStatus.Completed, 0), (call.Kind, call.Status, call.ExitCode));
        Assert.Equal("done\n", Assert.Single(call.Content!).Text);
        Assert.Equal((TurnOutcome.Completed, started.NativeSessionId), (result.Outcome, result.NativeSessionId));
        Assert.Equal((12253, 73, 6178, 258400), (result.Usage!.InputTokens, result.Usage.OutputTokens, result.Usage.ContextUsed, result.Usage.ContextSize));
        Assert.Equal("I will run a command.", stage.Sink.Messages[0]);
        Assert.All(stage.Sink.Texts.Values, text => Assert.True(text is { IsDone: true, Deltas: > 0 }));
        Assert.Empty(stage.Sink.Raws);
    }

    [Theory]
    [InlineData("permission-deny", "decline", TurnOutcome.Completed)]
    [InlineData("permission-file-change-deny", "decline", TurnOutcome.Completed)]
    public async Task A_refusal_marks_the_call_declined_and_the_turn_goes_on(string scenario, string option, TurnOutcome outcome)
    {
        await using var stage = On(Pipe(scenario)).Answering(option);
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(ToolStatus.Declined, Assert.Single(stage.Sink.ToolCalls).Call.Status);
    }

    [Fact]
    public async Task A_file_change_is_asked_for_as_a_diff()
    {
        await using var stage = On(Pipe("permission-file-change")).Answering("accept");
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ApprovalDetailKind.Diff, approval.DetailKind);
        Assert.Equal("--- /dev/null\n+++ b/hello.txt\n@@ -0,0 +1,1 @@\n+Hello from the fake model.\n", approval.Detail);
        var call = Assert.Single(stage.Sink.ToolCalls).Call;
        Assert.Equal((ToolKind.Edit, "Write hello.txt", ToolStatus.Completed), (call.Kind, call.Title, call.Status));
        Assert.Equal("hello.txt", Assert.Single(call.Content!).Path);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task What_is_allowed_for_the_session_is_not_asked_for_again()
    {
        await using var stage = On(Pipe("permission-accept-for-session")).Answering("acceptForSession");
        await stage.StartAsync();

        await stage.RunAsync("one");
        await stage.RunAsync("two");

        Assert.Single(stage.Sink.Approvals);
        Assert.Equal(2, stage.Sink.ToolCalls.Count);
    }

    [Theory]
    [InlineData("interrupt")]
    [InlineData("interrupt-tool")]
    [InlineData("interrupt-while-asking")]
    public async Task An_interrupted_turn_ends_interrupted(string scenario)
    {
        await using var stage = On(Pipe(scenario));
        await stage.StartAsync();
        var running = stage.RunAsync("go");
        await stage.Sink.WaitAsync(
            sink => scenario switch
            {
                "interrupt" => sink.Messages.Count > 0,
                "interrupt-tool" => sink.ToolCalls.Count > 0,
                _ => sink.Approvals.Count > 0,
            },
            TestContext.Current.CancellationToken);
        await stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);

        var result = await running;

        Assert.Equal((TurnOutcome.Interrupted, "interrupted"), (result.Outcome, result.StopReason));
        Assert.Equal(scenario == "interrupt-while-asking" ? 1 : 0, stage.Sink.Cancelled.Count);
        Assert.All(stage.Sink.ToolCalls, call => Assert.NotEqual(ToolStatus.InProgress, call.Call.Status));
    }

    [Fact]
    public async Task A_message_that_was_cut_is_taken_back_before_it_comes_again()
    {
        await using var stage = On(Pipe("disconnect"));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal("This answer is cut half way by a lost connection.", Assert.Single(stage.Sink.Messages));
        Assert.Equal(1, Assert.Single(stage.Sink.Texts.Values).Resets);
        Assert.Contains(stage.Sink.Notices, notice => notice.Code == "retrying");
    }

    [Fact]
    public async Task An_overloaded_provider_is_told_with_its_retries()
    {
        await using var stage = On(Pipe("error-529-always"));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal((TurnOutcome.Failed, "provider_overloaded"), (result.Outcome, result.Failure!.Code));
        Assert.Equal(2, stage.Sink.Notices.Count(notice => notice.Code == "retrying"));
    }

    [Fact]
    public async Task A_thread_goes_on_under_its_id()
    {
        var transcript = Transcript.Load("codex", "0.169.0-multi-turn-resume-2-resume");
        var known = transcript.Entries.Single(entry => entry.Message["method"]?.ToString() == "thread/resume").Message["params"]!["threadId"]!.ToString();
        var end = transcript.Entries.ToList().FindIndex(entry => entry.Message["method"]?.ToString() == "turn/completed");
        await using var stage = On(new(new([.. transcript.Entries.Take(end + 1)])), Stage.Session with { NativeSessionId = known });
        var started = await stage.StartAsync();

        var result = await stage.RunAsync("go on");

        Assert.Equal(known, started.NativeSessionId);
        Assert.Equal("resumed", Assert.Single(stage.Sink.Messages));
        Assert.Equal((6179, 3), (result.Usage!.InputTokens, result.Usage.OutputTokens));
    }

    [Fact]
    public async Task An_unknown_thread_becomes_a_new_one_with_a_notice()
    {
        var lost = Transcript.Load("codex", "0.169.0-multi-turn-resume-3-unknown").Entries;
        var opened = Transcript.Load("codex", "0.169.0-permission-approve").Entries.SkipWhile(entry => entry.Message["method"]?.ToString() != "thread/start");
        await using var stage = On(new(new([.. lost, .. opened])), Stage.Session with { NativeSessionId = "00000000-0000-4000-8000-000000000000" })
            .Answering("accept");

        var started = await stage.StartAsync();

        Assert.NotEqual("00000000-0000-4000-8000-000000000000", started.NativeSessionId);
        Assert.Equal("session_lost", Assert.Single(stage.Sink.Notices).Code);
        Assert.Equal(TurnOutcome.Completed, (await stage.RunAsync("go")).Outcome);
    }

    [Fact]
    public async Task It_ends_at_once_when_its_input_is_closed_and_the_turn_is_lost()
    {
        await using var stage = On(new(Transcript.Load("codex", "0.169.0-stdin-eof-during-turn"), endsByItself: true));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal((TurnOutcome.Failed, "agent_crashed"), (result.Outcome, result.Failure!.Code));
    }

    [Theory]
    [InlineData(PermissionMode.Plan, "on-request", "read-only")]
    [InlineData(PermissionMode.Ask, "untrusted", "workspace-write")]
    [InlineData(PermissionMode.AcceptEdits, "on-request", "workspace-write")]
    [InlineData(PermissionMode.Bypass, "never", "danger-full-access")]
    public async Task A_mode_is_a_policy_and_a_sandbox(PermissionMode mode, string approval, string sandbox)
    {
        var pipe = Pipe("write-file");
        await using var stage = On(pipe, Stage.Session with { PermissionMode = mode });
        await stage.StartAsync();
        await stage.Conversation.ConfigureAsync(PermissionMode.Plan, "gpt-other", TestContext.Current.CancellationToken);
        await stage.RunAsync("go");

        var start = pipe.Said("thread/start")["params"]!;
        Assert.Equal((approval, sandbox), (start["approvalPolicy"]!.ToString(), start["sandbox"]!.ToString()));
        var turn = pipe.Said("turn/start")["params"]!;
        Assert.Equal("gpt-other", turn["model"]!.ToString());
        Assert.Equal(mode == PermissionMode.Plan ? null : "readOnly", turn["sandboxPolicy"]?["type"]?.ToString());
    }

    [Theory]
    [InlineData("/bin/bash -lc 'touch a && ls'", "touch a && ls")]
    [InlineData("/bin/bash -lc 'echo '\\''x'\\'''", "/bin/bash -lc 'echo '\\''x'\\'''")]
    [InlineData("rm -rf x; sh -lc 'ls'", "rm -rf x; sh -lc 'ls'")]
    [InlineData("ls", "ls")]
    public void Only_a_shell_around_exactly_one_command_is_left_out(string command, string shown) =>
        Assert.Equal(shown, CodexItems.Unwrap(command));

    private static PlaybackPipe Pipe(string scenario) => new(Transcript.Load("codex", $"0.169.0-{scenario}"));

    private static Stage On(PlaybackPipe pipe, AgentSessionSpec? spec = null) => new(new CodexAdapter(), pipe, spec);
}
