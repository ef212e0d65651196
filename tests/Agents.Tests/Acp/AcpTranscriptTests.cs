using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Acp;

/// <summary>The ACP client against what Gemini CLI 0.61, Copilot CLI 1.0.102 and opencode 1.18.33 really said.</summary>
public sealed class AcpTranscriptTests
{
    [Theory]
    [InlineData("gemini", "proceed_once")]
    [InlineData("copilot", "allow_once")]
    [InlineData("opencode", "once")]
    public async Task A_command_is_asked_for_and_goes_on_when_allowed(string agent, string option)
    {
        var pipe = Pipe(agent, "permission-approve");
        await using var stage = On(agent, pipe).Answering(option);
        var started = await stage.StartAsync();

        var result = await stage.RunAsync("run");

        Assert.NotNull(started.Version);
        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal((ApprovalKind.Permission, ApprovalDetailKind.Command), (approval.Kind, approval.DetailKind));
        Assert.Equal("touch probe.txt && echo done", approval.Detail);
        Assert.Equal(3, approval.Options.Count);
        var (id, call) = Assert.Single(stage.Sink.ToolCalls);
        Assert.Equal(id, approval.ToolCallId);
        Assert.Equal((ToolKind.Execute, ToolStatus.Completed), (call.Kind, call.Status));
        Assert.Equal((TurnOutcome.Completed, "end_turn"), (result.Outcome, result.StopReason));
        Assert.True(result.Usage!.InputTokens > 0);
        Assert.StartsWith("Done. The tool said:", stage.Sink.Messages[^1], StringComparison.Ordinal);
        Assert.NotEmpty(stage.Sink.Payloads(EventKinds.Commands, ProtocolJson.Default.CommandsPayload));
        Assert.Empty(stage.Sink.Raws);
    }

    [Theory]
    [InlineData("gemini", "cancel")]
    [InlineData("copilot", "reject_once")]
    [InlineData("opencode", "reject")]
    public async Task A_refused_command_is_marked_declined(string agent, string option)
    {
        await using var stage = On(agent, Pipe(agent, "permission-deny")).Answering(option);
        await stage.StartAsync();

        var result = await stage.RunAsync("run");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal(ToolStatus.Declined, Assert.Single(stage.Sink.ToolCalls).Call.Status);
    }

    [Theory]
    [InlineData("gemini", "proceed_always")]
    [InlineData("opencode", "always")]
    public async Task What_is_always_allowed_is_not_asked_for_again(string agent, string option)
    {
        await using var stage = On(agent, Pipe(agent, "permission-always")).Answering(option);
        await stage.StartAsync();

        await stage.RunAsync("one");
        await stage.RunAsync("two");

        Assert.Single(stage.Sink.Approvals);
        Assert.Equal(2, stage.Sink.ToolCalls.Count);
    }

    [Theory]
    [InlineData("gemini", "proceed_once")]
    [InlineData("copilot", "allow_once")]
    [InlineData("opencode", "once")]
    public async Task A_write_is_asked_for_as_a_diff(string agent, string option)
    {
        await using var stage = On(agent, Pipe(agent, "write-file-approve")).Answering(option);
        await stage.StartAsync();

        var result = await stage.RunAsync("write");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ApprovalDetailKind.Diff, approval.DetailKind);
        Assert.Matches("(?m)^[+]{3} b/(repo/)?hello.txt$", approval.Detail);
        Assert.Contains("+Hello from the fake model.\n", approval.Detail, StringComparison.Ordinal);
        Assert.Equal((ToolKind.Edit, ToolStatus.Completed), (stage.Sink.ToolCalls[^1].Call.Kind, stage.Sink.ToolCalls[^1].Call.Status));
    }

    [Fact]
    public async Task Where_an_agent_has_no_mode_for_edits_we_allow_those_inside_the_worktree()
    {
        var pipe = Pipe("opencode", "write-file-approve");
        await using var stage = On("opencode", pipe, Stage.Session with { PermissionMode = PermissionMode.AcceptEdits });
        await stage.StartAsync();

        var result = await stage.RunAsync("write");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Empty(stage.Sink.Approvals);
        Assert.Contains("once", pipe.Said("response 0").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_outside_the_worktree_is_asked_for_in_any_mode_but_bypass()
    {
        await using var stage = On(
            "opencode", Pipe("opencode", "write-file-approve"),
            Stage.Session with { PermissionMode = PermissionMode.AcceptEdits, WorkingDirectory = "/elsewhere" }).Answering("once");
        await stage.StartAsync();

        await stage.RunAsync("write");

        Assert.Single(stage.Sink.Approvals);
    }

    [Theory]
    [InlineData("gemini", "cancel-stream")]
    [InlineData("copilot", "cancel-stream")]
    [InlineData("opencode", "cancel-tool")]
    [InlineData("gemini", "permission-cancelled")]
    public async Task A_cancelled_turn_ends_interrupted(string agent, string scenario)
    {
        await using var stage = On(agent, Pipe(agent, scenario));
        var isAsking = scenario == "permission-cancelled";
        if (!isAsking)
        {
            stage.Answering("once");
        }

        await stage.StartAsync();
        var running = stage.RunAsync("go");
        await stage.Sink.WaitAsync(
            sink => isAsking || scenario == "cancel-tool" ? sink.Approvals.Count > 0 : sink.Messages.Count > 0, TestContext.Current.CancellationToken);
        await Task.WhenAll(stage.Sink.Answers); // what was asked before is answered before
        await stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);
        var result = await running;

        Assert.Equal((TurnOutcome.Interrupted, "cancelled"), (result.Outcome, result.StopReason));
        Assert.Equal(isAsking ? 1 : 0, stage.Sink.Cancelled.Count);
        if (scenario != "cancel-tool")
        {
            Assert.Equal(TurnOutcome.Completed, (await stage.RunAsync("again")).Outcome);
            Assert.Equal("still alive", stage.Sink.Messages[^1]);
        }
    }

    [Theory]
    [InlineData("gemini", "error-401", "not_logged_in")]
    [InlineData("gemini", "error-529-always", "provider_overloaded")]
    [InlineData("copilot", "error-401", "not_logged_in")]
    [InlineData("copilot", "error-529-always", "provider_overloaded")]
    [InlineData("opencode", "error-401", "agent_error")]
    public async Task A_failed_request_is_a_failure_however_the_agent_tells_it(string agent, string scenario, string code)
    {
        await using var stage = On(agent, Pipe(agent, scenario));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal((TurnOutcome.Failed, code), (result.Outcome, result.Failure!.Code));
        Assert.NotNull(result.Failure.Next);
    }

    [Theory]
    [InlineData("copilot", "load-2-load")]
    [InlineData("opencode", "load-2-load")]
    [InlineData("opencode", "load-3-resume")]
    public async Task A_session_goes_on_without_its_history_being_told_again(string agent, string scenario)
    {
        var transcript = Transcript.Load(agent, $"{Version(agent)}-{scenario}");
        var known = transcript.Entries.First(entry => entry.IsFromClient && entry.Message["params"]?["sessionId"] is not null)
            .Message["params"]!["sessionId"]!.ToString();
        if (scenario == "load-2-load" && agent == "opencode")
        {
            // As if it could only load: it offers session/resume too, which we prefer.
            transcript.Entries[1].Message["result"]!["agentCapabilities"]!["sessionCapabilities"]!.AsObject().Remove("resume");
        }

        await using var stage = On(agent, new(transcript), Stage.Session with { NativeSessionId = known });
        var started = await stage.StartAsync();
        Assert.Empty(stage.Sink.Messages);

        var result = await stage.RunAsync("go on");

        Assert.Equal(known, started.NativeSessionId);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Single(stage.Sink.Messages);
        Assert.Empty(stage.Sink.Notices);
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("copilot")]
    [InlineData("opencode")]
    public async Task An_unknown_session_becomes_a_new_one_with_a_notice(string agent)
    {
        var opened = Transcript.Load(agent, $"{Version(agent)}-permission-approve").Entries.Skip(2);
        var transcript = Transcript.Load(agent, $"{Version(agent)}-load-4-unknown");
        transcript.Entries[1].Message["result"]!["agentCapabilities"]!["sessionCapabilities"]?.AsObject().Remove("resume");
        await using var stage = On(
            agent, new(new([.. transcript.Entries, .. opened])),
            Stage.Session with { NativeSessionId = "00000000-0000-4000-8000-000000000000" });
        var started = await stage.StartAsync();

        Assert.NotEqual("00000000-0000-4000-8000-000000000000", started.NativeSessionId);
        Assert.Equal("session_lost", Assert.Single(stage.Sink.Notices).Code);
    }

    [Fact]
    public async Task Gemini_is_brought_into_its_own_mode()
    {
        var pipe = Pipe("gemini", "set-mode");
        await using var stage = On("gemini", pipe, Stage.Session with { PermissionMode = PermissionMode.AcceptEdits });

        var started = await stage.StartAsync();
        var result = await stage.RunAsync("write");

        Assert.Equal("autoEdit", pipe.Said("session/set_mode")["params"]!["modeId"]!.ToString());
        Assert.Equal("autoEdit", started.Mode);
        Assert.Empty(stage.Sink.Approvals);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal("hello.txt", Assert.Single(stage.Sink.ToolCalls[^1].Call.Content!).Path);
    }

    [Fact]
    public async Task Copilots_modes_are_urls()
    {
        var pipe = Pipe("copilot", "set-mode");
        await using var stage = On("copilot", pipe, Stage.Session with { PermissionMode = PermissionMode.Plan });

        await stage.StartAsync();
        await stage.RunAsync("write");

        Assert.EndsWith("session-modes#plan", pipe.Said("session/set_mode")["params"]!["modeId"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(ToolStatus.Failed, Assert.Single(stage.Sink.ToolCalls).Call.Status);
        Assert.Equal(PermissionMode.Plan, stage.Sink.Configs.Last(config => config.PermissionMode is not null).PermissionMode);
    }

    private static string Version(string agent) => agent switch
    {
        "gemini" => "0.61.0",
        "copilot" => "1.0.102",
        _ => "1.18.33",
    };

    private static PlaybackPipe Pipe(string agent, string scenario) => new(Transcript.Load(agent, $"{Version(agent)}-{scenario}"));

    private static Stage On(string agent, PlaybackPipe pipe, AgentSessionSpec? spec = null) => new(
        new AcpAdapter(agent switch
        {
            "gemini" => AcpDialects.Gemini,
            "copilot" => AcpDialects.Copilot,
            _ => AcpDialects.Opencode,
        }),
        pipe, spec);
}
