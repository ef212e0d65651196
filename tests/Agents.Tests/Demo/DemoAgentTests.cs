using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Demo;

/// <summary>Every scenario of the demo agent, through the ACP client.</summary>
public sealed class DemoAgentTests
{
    [Fact]
    public async Task Write_file_asks_with_a_diff_and_writes_when_allowed()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering("allow_once");
        var started = await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync("write-file docs/hello.txt Good morning");

        Assert.StartsWith("demo-", started.NativeSessionId, StringComparison.Ordinal);
        Assert.Equal((TurnOutcome.Completed, "end_turn"), (result.Outcome, result.StopReason));
        Assert.Equal("Good morning\n", demo.FileAt("docs/hello.txt"));
        var approval = Assert.Single(demo.Sink.Approvals);
        Assert.Equal((ApprovalKind.Permission, ApprovalDetailKind.Diff, "Write docs/hello.txt"), (approval.Kind, approval.DetailKind, approval.Title));
        Assert.Equal("--- /dev/null\n+++ b/docs/hello.txt\n@@ -0,0 +1,1 @@\n+Good morning\n", approval.Detail);
        var (id, call) = Assert.Single(demo.Sink.ToolCalls);
        Assert.Equal(approval.ToolCallId, id);
        Assert.Equal((ToolKind.Edit, ToolStatus.Completed, "docs/hello.txt"), (call.Kind, call.Status, Assert.Single(call.Locations!).Path));
    }

    [Fact]
    public async Task A_refused_edit_changes_nothing_and_is_marked_declined()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering("reject_once");
        await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync("write-file hello.txt");

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal(ToolStatus.Declined, Assert.Single(demo.Sink.ToolCalls).Call.Status);
        Assert.False(File.Exists(Path.Combine(demo.Folder, "hello.txt")));
    }

    [Fact]
    public async Task Edit_file_shows_what_was_there_before()
    {
        await using var demo = new DemoHarness(PermissionMode.AcceptEdits);
        await File.WriteAllTextAsync(Path.Combine(demo.Folder, "a.txt"), "one\ntwo", TestContext.Current.CancellationToken);
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("edit-file a.txt");

        Assert.Equal("one\ntwo\nEdited by the demo agent.\n", demo.FileAt("a.txt"));
        Assert.Empty(demo.Sink.Approvals);
        var diff = Assert.Single(Assert.Single(demo.Sink.ToolCalls).Call.Content!);
        Assert.Equal(("one\ntwo", "a.txt"), (diff.OldText, diff.Path));
    }

    [Fact]
    public async Task It_writes_only_inside_its_folder()
    {
        await using var demo = new DemoHarness(PermissionMode.Bypass);
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("write-file ../outside.txt");

        Assert.Empty(demo.Sink.ToolCalls);
        Assert.Contains("outside of the working directory", Assert.Single(demo.Sink.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PermissionMode.Ask, 1, true)]
    [InlineData(PermissionMode.AcceptEdits, 0, true)]
    [InlineData(PermissionMode.Bypass, 0, true)]
    [InlineData(PermissionMode.Plan, 0, false)]
    public async Task The_mode_decides_whether_an_edit_is_asked_for(PermissionMode mode, int approvals, bool isWritten)
    {
        await using var demo = new DemoHarness(mode);
        demo.Stage.Answering("allow_once");
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("write-file a.txt");

        Assert.Equal(approvals, demo.Sink.Approvals.Count);
        Assert.Equal(isWritten, File.Exists(Path.Combine(demo.Folder, "a.txt")));
    }

    [Fact]
    public async Task A_mode_that_changes_between_turns_holds_from_then_on()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering("allow_once");
        await demo.Stage.StartAsync();
        await demo.Stage.RunAsync("write-file a.txt");

        await demo.Stage.Conversation.ConfigureAsync(PermissionMode.AcceptEdits, null, TestContext.Current.CancellationToken);
        await demo.Stage.RunAsync("write-file b.txt");

        Assert.Single(demo.Sink.Approvals);
        Assert.Contains(demo.Sink.Configs, config => config is { PermissionMode: PermissionMode.AcceptEdits, Mode: "acceptEdits" });
    }

    [Fact]
    public async Task Ask_permission_shows_the_exact_command_and_always_is_remembered()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering("allow_always");
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("ask-permission make -j2 all");
        await demo.Stage.RunAsync("ask-permission make clean");

        var approval = Assert.Single(demo.Sink.Approvals);
        Assert.Equal((ApprovalDetailKind.Command, "make -j2 all"), (approval.DetailKind, approval.Detail));
        Assert.Equal(
            [ApprovalOptionKind.AllowOnce, ApprovalOptionKind.AllowAlways, ApprovalOptionKind.RejectOnce],
            approval.Options.Select(option => option.Kind));
        Assert.All(demo.Sink.ToolCalls, call => Assert.Equal(ToolStatus.Completed, call.Call.Status));
    }

    [Fact]
    public async Task Question_offers_choices_and_takes_the_answer()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering(null, null, "Red");
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("question");

        var approval = Assert.Single(demo.Sink.Approvals);
        Assert.Equal(ApprovalKind.Question, approval.Kind);
        var question = Assert.Single(approval.Questions!);
        Assert.Equal(("Colour", "Which colour shall the button have?"), (question.Header, question.Question));
        Assert.Equal(["Blue", "Red", "No colour"], question.Choices.Select(choice => choice.Label));
        Assert.Equal("You chose: red.", Assert.Single(demo.Sink.Messages));
    }

    [Fact]
    public async Task A_question_may_be_answered_freely_or_declined()
    {
        await using var demo = new DemoHarness();
        demo.Stage.Answering(null, null, "sea green");
        await demo.Stage.StartAsync();
        await demo.Stage.RunAsync("question");
        demo.Stage.Answering(null, "later");

        await demo.Stage.RunAsync("question");

        Assert.Equal(["You chose: sea green.", "No answer, so I leave it as it is."], demo.Sink.Messages);
    }

    [Theory]
    [InlineData("default", 2)]
    [InlineData("acceptEdits", 1)]
    public async Task Plan_is_shown_as_markdown_and_carried_out_when_approved(string option, int approvals)
    {
        await using var demo = new DemoHarness(PermissionMode.Plan);
        demo.Sink.OnApproval = async approval => await demo.Stage.Conversation.AnswerAsync(
            new() { ApprovalId = approval.Id, OptionId = approval.Kind == ApprovalKind.Plan ? option : "allow_once" },
            TestContext.Current.CancellationToken);
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("plan");

        var approval = demo.Sink.Approvals[0];
        Assert.Equal((ApprovalKind.Plan, ApprovalDetailKind.Markdown), (approval.Kind, approval.DetailKind));
        Assert.StartsWith("## Plan\n\n1. ", approval.Detail, StringComparison.Ordinal);
        Assert.Equal(approvals, demo.Sink.Approvals.Count);
        Assert.Equal("# Made by the demo agent\n\nAs planned.\n", demo.FileAt("demo-plan.md"));
        Assert.All(demo.Sink.Plans[^1].Entries, entry => Assert.Equal(PlanEntryStatus.Completed, entry.Status));
        Assert.Single(demo.Sink.Thoughts);
    }

    [Fact]
    public async Task Keep_planning_changes_nothing()
    {
        await using var demo = new DemoHarness(PermissionMode.Plan);
        demo.Stage.Answering("plan");
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("plan");

        Assert.Empty(Directory.EnumerateFileSystemEntries(demo.Folder));
    }

    [Theory]
    [InlineData("flood 5000", 5000)]
    [InlineData("long-stream 20", 20)]
    public async Task Streams_arrive_whole_and_in_order(string prompt, int count)
    {
        await using var demo = new DemoHarness(time: TimeProvider.System);
        await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync(prompt);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        var words = Assert.Single(demo.Sink.Messages).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, count).SelectMany(number => new[] { "delta", $"{number}" }), words);
    }

    [Fact]
    public async Task Usage_reports_tokens_money_and_context_of_the_turn()
    {
        await using var demo = new DemoHarness();
        await demo.Stage.StartAsync();

        var first = await demo.Stage.RunAsync("usage");
        var second = await demo.Stage.RunAsync("usage");

        Assert.Equal(
            new TokenUsage
            {
                InputTokens = 1_200,
                OutputTokens = 340,
                CacheReadTokens = 800,
                CacheWriteTokens = 100,
                CostUsd = 0.015,
                ContextUsed = 1_540,
                ContextSize = 200_000,
            },
            first.Usage);
        Assert.Equal(0, second.Usage!.CostUsd);
    }

    [Theory]
    [InlineData("fail", TurnOutcome.Failed, "agent_error")]
    [InlineData("fail 529", TurnOutcome.Failed, "provider_overloaded")]
    [InlineData("fail 429", TurnOutcome.Limited, "usage_limit")]
    [InlineData("fail 401", TurnOutcome.Failed, "not_logged_in")]
    public async Task Fail_fails_and_the_session_goes_on(string prompt, TurnOutcome outcome, string code)
    {
        await using var demo = new DemoHarness(PermissionMode.Bypass);
        await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync(prompt);

        Assert.Equal((outcome, code), (result.Outcome, result.Failure!.Code));
        Assert.Equal(TurnOutcome.Completed, (await demo.Stage.RunAsync("write-file a.txt")).Outcome);
    }

    [Fact]
    public async Task Exit_ends_the_process_with_its_code_in_the_middle_of_the_turn()
    {
        await using var demo = new DemoHarness();
        await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync("exit 7");

        Assert.Equal((TurnOutcome.Failed, "agent_crashed"), (result.Outcome, result.Failure!.Code));
        Assert.Equal(7, await demo.ExitCode.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        await demo.Stage.Conversation.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal("agent_crashed", (await demo.Stage.RunAsync("again")).Failure!.Code);
    }

    [Fact]
    public async Task Hang_neither_answers_nor_stops_when_asked()
    {
        await using var demo = new DemoHarness();
        await demo.Stage.StartAsync();

        var running = demo.Stage.RunAsync("hang");
        await demo.Stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<TimeoutException>(() => running.WaitAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        await demo.Stage.Conversation.DisposeAsync();
        Assert.Equal(TurnOutcome.Interrupted, (await running).Outcome);
    }

    [Fact]
    public async Task Garbage_is_kept_as_raw_and_the_turn_goes_on()
    {
        await using var demo = new DemoHarness();
        await demo.Stage.StartAsync();

        var result = await demo.Stage.RunAsync("garbage 300000");
        await demo.Sink.WaitAsync(sink => sink.Raws.Count == 8, TestContext.Current.CancellationToken);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Contains("And here I am again.", string.Concat(demo.Sink.Messages), StringComparison.Ordinal);
        Assert.Contains(demo.Sink.Raws, raw => raw.Text.StartsWith("Segmentation fault", StringComparison.Ordinal));
        Assert.Contains(demo.Sink.Raws, raw => raw.Source == "sun_spots" && raw.Data is not null);
        Assert.Contains(demo.Sink.Raws, raw => raw is { Truncated: true, TotalBytes: 300_000, Text.Length: <= 16 * 1024 });
    }

    [Fact]
    public async Task Cancel_stops_a_stream_and_takes_a_question_back()
    {
        await using var demo = new DemoHarness(time: TimeProvider.System);
        await demo.Stage.StartAsync();

        var streaming = demo.Stage.RunAsync("long-stream 100000");
        await demo.Sink.WaitAsync(sink => sink.Messages.Count > 0, TestContext.Current.CancellationToken);
        await demo.Stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);
        Assert.Equal((TurnOutcome.Interrupted, "cancelled"), ((await streaming).Outcome, (await streaming).StopReason));

        var asking = demo.Stage.RunAsync("ask-permission");
        await demo.Sink.WaitAsync(sink => sink.Approvals.Count > 0, TestContext.Current.CancellationToken);
        await demo.Stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TurnOutcome.Interrupted, (await asking).Outcome);
        Assert.Equal(demo.Sink.Approvals[0].Id, Assert.Single(demo.Sink.Cancelled));
        Assert.False(await demo.Stage.Conversation.AnswerAsync(
            new() { ApprovalId = demo.Sink.Approvals[0].Id, OptionId = "allow_once" }, TestContext.Current.CancellationToken));
        Assert.Equal(ToolStatus.Declined, Assert.Single(demo.Sink.ToolCalls).Call.Status);
    }

    [Fact]
    public async Task Anything_else_is_explained_and_noted_in_a_file()
    {
        await using var demo = new DemoHarness(PermissionMode.AcceptEdits);
        await demo.Stage.StartAsync();

        await demo.Stage.RunAsync("Please make the button blue.\nThank you.");
        await demo.Stage.RunAsync("And round.");

        Assert.Equal(
            "# Notes of the demo agent\n\n- Please make the button blue.…\n- And round.\n", demo.FileAt("demo-notes.md"));
        Assert.Contains("demo agent", demo.Sink.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_loaded_again_by_another_process()
    {
        string session;
        await using (var first = new DemoHarness(PermissionMode.AcceptEdits))
        {
            session = (await first.Stage.StartAsync()).NativeSessionId!;
            await first.Stage.RunAsync("write-file a.txt");
        }

        await using var second = new DemoHarness(PermissionMode.AcceptEdits, session);
        var started = await second.Stage.StartAsync();

        Assert.Equal(session, started.NativeSessionId);
        Assert.Equal("acceptEdits", started.Mode);
        Assert.Equal(TurnOutcome.Completed, (await second.Stage.RunAsync("write-file b.txt")).Outcome);
        Assert.Empty(second.Sink.Notices);
    }

    [Fact]
    public async Task An_unknown_session_becomes_a_new_one_with_a_notice()
    {
        await using var demo = new DemoHarness(nativeSessionId: "somebody-elses");

        var started = await demo.Stage.StartAsync();

        Assert.StartsWith("demo-", started.NativeSessionId, StringComparison.Ordinal);
        Assert.Equal("session_lost", Assert.Single(demo.Sink.Notices).Code);
    }
}
