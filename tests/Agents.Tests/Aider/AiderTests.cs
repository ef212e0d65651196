using Homeport.Agents.Aider;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Aider;

/// <summary>Aider by the options and the lines that its documentation shows.</summary>
public sealed class AiderTests
{
    private static readonly IAgentAdapter Adapter = AgentCatalog.Find(AgentKinds.Aider)!;

    [Fact]
    public async Task A_turn_gives_the_message_and_takes_text_edits_commits_and_tokens()
    {
        var pipe = new OneTurnPipe(
            0, "Aider v0.86.1", "Model: sonnet with diff edit format", "Git repo: .git with 2 files", "Repo-map: using 1024 tokens", "",
            "I will add a greeting.", "", "src/app.py", "Tokens: 2.4k sent, 120 received. Cost: $0.0091 message, $0.02 session.",
            "Applied edit to src/app.py", "Commit 1a2b3c4 feat: add a greeting", "You can use /undo to undo and discard each aider commit.");
        await using var stage = new Stage(Adapter, pipe);
        await stage.StartAsync();

        var result = await stage.RunAsync("Add a greeting.\nIn English.");

        Assert.Equal("Add a greeting.\nIn English.\n", pipe.Prompt);
        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal((2_400, 120, 0.0091), (result.Usage!.InputTokens, result.Usage.OutputTokens, result.Usage.CostUsd!.Value));
        Assert.StartsWith("I will add a greeting.\n", stage.Sink.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Aider v0.86.1", string.Concat(stage.Sink.Messages), StringComparison.Ordinal);
        Assert.Equal(
            [("Edit src/app.py", ToolKind.Edit), ("Commit 1a2b3c4 feat: add a greeting", ToolKind.Other)],
            stage.Sink.ToolCalls.Select(call => (call.Call.Title!, call.Call.Kind!.Value)));
        Assert.Equal("src/app.py", Assert.Single(stage.Sink.ToolCalls[0].Call.Locations!).Path);
    }

    [Theory]
    [InlineData("litellm.AuthenticationError: AnthropicException - invalid api key", "not_logged_in", TurnOutcome.Failed)]
    [InlineData("litellm.RateLimitError: rate limit exceeded", "usage_limit", TurnOutcome.Limited)]
    [InlineData("litellm.InternalServerError: Overloaded", "provider_overloaded", TurnOutcome.Failed)]
    public async Task A_failed_request_is_judged_by_its_words_because_it_ends_as_if_all_were_well(string line, string code, TurnOutcome outcome)
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(0, line));
        await stage.StartAsync();

        var result = await stage.RunAsync("go");

        Assert.Equal((outcome, code), (result.Outcome, result.Failure!.Code));
    }

    [Fact]
    public async Task A_request_that_was_answered_at_the_second_try_has_not_failed()
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(
            0, "litellm.InternalServerError: Overloaded", "Retrying in 0.2 seconds...", "Here you are.", "Tokens: 900 sent, 12 received."));
        await stage.StartAsync();

        Assert.Equal(TurnOutcome.Completed, (await stage.RunAsync("go")).Outcome);
    }

    [Theory]
    [InlineData(0, TurnOutcome.Completed)]
    [InlineData(null, TurnOutcome.Completed)]
    [InlineData(1, TurnOutcome.Failed)]
    [InlineData(137, TurnOutcome.Failed)]
    public async Task An_exit_code_other_than_0_is_a_crash(int? exitCode, TurnOutcome outcome)
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(exitCode, "Hello."));
        await stage.StartAsync();

        Assert.Equal(outcome, (await stage.RunAsync("go")).Outcome);
    }

    [Fact]
    public async Task A_turn_that_was_stopped_is_interrupted()
    {
        var killed = new TaskCompletionSource();
        await using var stage = new Stage(Adapter, new OneTurnPipe(137, "Working.") { Until = killed.Task });
        await stage.StartAsync();
        var turn = stage.RunAsync("go");
        await stage.Sink.WaitAsync(sink => sink.Messages.Count > 0, TestContext.Current.CancellationToken);

        await stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);
        killed.SetResult(); // as the worker ends the process

        Assert.Equal(TurnOutcome.Interrupted, (await turn).Outcome);
    }

    [Fact]
    public void It_is_started_as_its_documentation_says()
    {
        var first = Adapter.CreateLaunch(Stage.Session with { PermissionMode = PermissionMode.AcceptEdits });
        var later = Adapter.CreateLaunch(
            Stage.Session with { PermissionMode = PermissionMode.Plan, NativeSessionId = "history", Model = "--verbose" });

        Assert.Equal(["--message-file", "/dev/stdin"], first.Arguments.Take(2));
        Assert.Contains("--no-suggest-shell-commands", first.Arguments);
        Assert.DoesNotContain("--restore-chat-history", first.Arguments);
        Assert.Equal(["--chat-mode=ask", "--restore-chat-history", "--model=--verbose"], later.Arguments.TakeLast(3));
    }

    [Theory]
    [InlineData("Tokens: 12k sent, 1.2k cache write, 3,100 received. Cost: $0.04 message, $0.04 session.", 12_000, 3_100)]
    [InlineData("Tokens: 1.1M sent, 8 received.", 1_100_000, 8)]
    public void Its_figures_are_read(string line, long sent, long received)
    {
        var use = Assert.IsType<AiderLine.Use>(AiderLine.Read(line));

        Assert.Equal((sent, received), (use.Sent, use.Received));
    }
}
