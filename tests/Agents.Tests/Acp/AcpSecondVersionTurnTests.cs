using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Acp;

/// <summary>How a turn of version 2 ends, and what is asked in it.</summary>
public sealed class AcpSecondVersionTurnTests
{
    private const string Idle = """{"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn"}""";
    private const string Running = """{"sessionUpdate":"state_update","state":"running"}""";
    private const string Options =
        "\"options\":[{\"optionId\":\"yes\",\"name\":\"Yes\",\"kind\":\"allow_once\"},{\"optionId\":\"no\",\"name\":\"No\",\"kind\":\"reject_once\"}]";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_is_over_when_the_agent_is_idle_and_not_when_it_took_the_prompt()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Update(Idle); // the last state once more
        stage.Answer(prompt, """{"messageId":"u1"}""");
        stage.Update("""{"sessionUpdate":"state_update","state":"idle","stopReason":"end_turn","background":[]}"""); // and again: a program in the background ended
        stage.Update(Running);
        stage.Update("""{"sessionUpdate":"state_update","state":"requires_action"}""");
        stage.Update("""{"sessionUpdate":"notice","severity":"info","title":"here"}""");
        await stage.WaitAsync(sink => sink.Notices.Count == 1);
        Assert.False(running.IsCompleted);

        Assert.Equal(TurnOutcome.Completed, (await stage.EndSecondAsync(running)).Outcome);
    }

    [Fact]
    public async Task Work_of_before_ends_no_turn_when_the_prompt_waits_for_it()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        stage.Update(Running); // by itself
        stage.Update("""{"sessionUpdate":"notice","severity":"info","title":"busy"}""");
        await stage.WaitAsync(sink => sink.Notices.Count == 1);
        var (prompt, running) = await stage.BeginAsync();
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m0","content":[{"type":"text","text":"earlier"}]}""");
        stage.Update(Idle);
        stage.Update("""{"sessionUpdate":"user_message","messageId":"u1","content":[{"type":"text","text":"go"}]}""");
        stage.Update(Running);
        stage.Answer(prompt, """{"messageId":"u1"}""");
        stage.Update("""{"sessionUpdate":"notice","severity":"info","title":"now"}""");
        await stage.WaitAsync(sink => sink.Notices.Count == 2);
        Assert.False(running.IsCompleted);

        Assert.Equal(TurnOutcome.Completed, (await stage.EndSecondAsync(running)).Outcome);
    }

    [Fact]
    public async Task A_prompt_goes_into_work_that_goes_on_and_ends_with_it()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        stage.Update(Running);
        stage.Update("""{"sessionUpdate":"notice","severity":"info","title":"busy"}""");
        await stage.WaitAsync(sink => sink.Notices.Count == 1);
        var (prompt, running) = await stage.BeginAsync();
        stage.Update("""{"sessionUpdate":"user_message","messageId":"u1","content":[{"type":"text","text":"go"}]}""");
        stage.Answer(prompt, """{"messageId":"u1"}""");

        Assert.Equal(TurnOutcome.Completed, (await stage.EndSecondAsync(running)).Outcome);
    }

    [Fact]
    public async Task An_agent_that_forgets_to_say_that_it_works_is_believed_when_it_speaks()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Update("""{"sessionUpdate":"user_message","messageId":"u1","content":[{"type":"text","text":"go"}]}""");
        stage.Update("""{"sessionUpdate":"agent_message","messageId":"m","content":[{"type":"text","text":"done"}]}""");
        stage.Update(Idle);
        stage.Answer(prompt, """{"messageId":"u1"}"""); // late

        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_waited_for_only_so_long()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginAsync();
        stage.Update(Running);
        stage.Update(Idle);
        await stage.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => running.IsCompleted);

        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
    }

    [Theory]
    [InlineData("""{"stopReason":"refusal"}""", TurnOutcome.Failed, "agent_refused")]
    [InlineData("""{"stopReason":"max_tokens"}""", TurnOutcome.Completed, null)]
    [InlineData("""{"stopReason":"cancelled"}""", TurnOutcome.Interrupted, null)]
    [InlineData("""{"stopReason":"_bored"}""", TurnOutcome.Completed, null)]
    [InlineData("""{"stopReason":null}""", TurnOutcome.Completed, null)]
    [InlineData("""{"stopReason":"error"}""", TurnOutcome.Failed, "agent_error")]
    [InlineData("""{"stopReason":"error","error":{"code":-32000,"message":"Authentication required"}}""", TurnOutcome.Failed, "not_logged_in")]
    [InlineData("""{"stopReason":"error","error":{"code":429,"message":"Too many requests"}}""", TurnOutcome.Limited, "usage_limit")]
    public async Task Each_reason_has_its_outcome(string reason, TurnOutcome outcome, string? code)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();

        var result = await stage.EndSecondAsync(running, "," + reason[1..^1]);

        Assert.Equal((outcome, code), (result.Outcome, result.Failure?.Code));
        Assert.Equal(reason.Contains("max_tokens", StringComparison.Ordinal) ? 1 : 0, stage.Sink.Notices.Count);
    }

    [Fact]
    public async Task A_prompt_that_is_refused_fails_the_turn_also_when_the_state_was_faster()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Refuse(prompt, -32603, "no room");
        Assert.Contains("no room", (await running).Failure!.Message, StringComparison.Ordinal);

        (prompt, running) = await stage.BeginAsync();
        stage.Update(Running);
        stage.Update("""{"sessionUpdate":"state_update","state":"idle","stopReason":"error","error":{"code":-32603,"message":"hook failed"}}""");
        stage.Refuse(prompt, -32000, "Authentication required");
        Assert.Equal("not_logged_in", (await running).Failure!.Code);
    }

    [Fact]
    public async Task An_agent_that_ends_in_the_middle_has_crashed()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Pipe.End();

        Assert.Equal("agent_crashed", (await running).Failure!.Code);
    }

    [Fact]
    public async Task An_agent_that_says_nothing_to_a_prompt_is_given_up()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginAsync();
        await stage.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => running.IsCompleted);

        Assert.Equal("agent_timeout", (await running).Failure!.Code);
        await stage.HearAsync("session/cancel");
    }

    [Fact]
    public async Task A_stop_cancels_the_work_and_what_is_asked()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","title":"ls","kind":"execute","status":"pending"}""");
        stage.Ask("session/request_permission", $$$"""{"sessionId":"s","title":"Run it?","subject":{"type":"tool_call","toolCall":{"toolCallId":"t"}},{{{Options}}}}""", 5);
        await stage.WaitAsync(sink => sink.Approvals.Count == 1);
        await stage.Conversation.InterruptAsync(Token);
        var cancel = await stage.HearAsync("session/cancel");
        var answer = await stage.Pipe.HearAsync();
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"failed"}""");

        Assert.Equal(TurnOutcome.Interrupted, (await stage.EndSecondAsync(running, ""","stopReason":"cancelled" """)).Outcome);
        Assert.Equal("""{"sessionId":"s"}""", cancel["params"]!.ToJsonString());
        Assert.Equal((5, """{"outcome":{"outcome":"cancelled"}}"""), (answer["id"]!.GetValue<int>(), answer["result"]!.ToJsonString()));
        Assert.Equal(ToolStatus.Declined, Assert.Single(stage.Sink.ToolCalls).Call.Status);
        Assert.Single(stage.Sink.Cancelled);
    }

    [Fact]
    public async Task A_prompt_that_is_stopped_before_it_was_taken_is_interrupted()
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        await stage.StartSecondAsync();
        var (prompt, running) = await stage.BeginAsync();
        await stage.Conversation.InterruptAsync(Token);
        await stage.HearAsync("session/cancel");
        stage.Refuse(prompt, -32800, "Request cancelled");

        Assert.Equal(TurnOutcome.Interrupted, (await running).Outcome);
    }

    [Theory]
    [InlineData("yes", ToolStatus.Completed)]
    [InlineData("no", ToolStatus.Declined)]
    public async Task A_permission_shows_what_is_known_of_its_call(string option, ToolStatus status)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        stage.Stage.Answering(option);
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        stage.Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","name":"edit","title":"Edit a.cs","kind":"edit","status":"pending","content":[{"type":"diff","changes":[{"operation":"modify","path":"/repo/a.cs"}],"patch":{"format":"git_patch","text":"diff --git a/a.cs b/a.cs\n--- a/a.cs\n+++ b/a.cs\n@@ -1 +1 @@\n-1\n+2\n"}}]}""");
        var answer = await stage.AskAsync(
            "session/request_permission",
            $$$"""{"sessionId":"s","title":"May I edit a.cs?","description":"You asked for 2.","subject":{"type":"tool_call","toolCall":{"toolCallId":"t"}},{{{Options}}}}""");
        stage.Update($$"""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"{{(option == "yes" ? "completed" : "failed")}}"}""");
        await stage.EndSecondAsync(running);

        Assert.Equal($$$"""{"outcome":{"outcome":"selected","optionId":"{{{option}}}"}}""", answer["result"]!.ToJsonString());
        var approval = Assert.Single(stage.Sink.Approvals);
        var (id, call) = Assert.Single(stage.Sink.ToolCalls);
        Assert.Equal((id, "edit", "May I edit a.cs?", "You asked for 2."), (approval.ToolCallId, approval.ToolName, approval.Title, approval.Reason));
        Assert.Equal(ApprovalDetailKind.Diff, approval.DetailKind);
        Assert.Contains("-1\n+2", approval.Detail, StringComparison.Ordinal);
        Assert.Equal(["/repo/a.cs"], approval.Paths);
        Assert.Equal(("Edit a.cs", status), (call.Title, call.Status)); // the question is not the call's title
    }

    [Theory]
    [InlineData("""{"type":"command","command":"rm -r x","cwd":"/repo"}""", ApprovalDetailKind.Command, "rm -r x")]
    [InlineData("""{"type":"_spell","words":"abracadabra"}""", ApprovalDetailKind.Json, "abracadabra")]
    [InlineData("null", ApprovalDetailKind.Text, "Because.")]
    public async Task A_permission_may_be_about_a_command_or_about_anything(string subject, ApprovalDetailKind kind, string detail)
    {
        await using var stage = new AcpStage(AcpStage.Newest);
        stage.Stage.Answering("yes");
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        await stage.AskAsync(
            "session/request_permission", $$"""{"sessionId":"s","title":"May I?","description":"Because.","subject":{{subject}},{{Options}}}""");
        await stage.EndSecondAsync(running);

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(("May I?", kind, (string?)null), (approval.Title, approval.DetailKind, approval.ToolCallId));
        Assert.Contains(detail, approval.Detail, StringComparison.Ordinal);
        Assert.Empty(stage.Sink.ToolCalls);
    }

    [Fact]
    public async Task Edits_in_the_worktree_are_allowed_in_the_sense_of_the_mode_and_others_are_asked_for()
    {
        await using var stage = new AcpStage(AcpStage.Newest with { PermissionMode = PermissionMode.AcceptEdits });
        stage.Stage.Answering("no");
        await stage.StartSecondAsync();
        var (_, running) = await stage.BeginSecondAsync();
        var inside = await stage.AskAsync("session/request_permission", Edit("a", """{"operation":"move","oldPath":"/repo/a.cs","path":"/repo/b.cs"}"""), 5);
        var outside = await stage.AskAsync("session/request_permission", Edit("b", """{"operation":"move","oldPath":"/etc/a.cs","path":"/repo/b.cs"}"""), 6);
        await stage.EndSecondAsync(running);

        Assert.Equal("yes", inside["result"]!["outcome"]!["optionId"]!.ToString());
        Assert.Equal("no", outside["result"]!["outcome"]!["optionId"]!.ToString());
        Assert.Single(stage.Sink.Approvals);
    }

    private static string Edit(string id, string change) =>
        $$$"""{"sessionId":"s","title":"Edit?","subject":{"type":"tool_call","toolCall":{"toolCallId":"{{{id}}}","title":"Edit","kind":"edit","status":"pending","content":[{"type":"diff","changes":[{{{change}}}]}]}},{{{Options}}}}""";
}
