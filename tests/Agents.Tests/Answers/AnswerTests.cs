using Homeport.Agents.Acp;
using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Codex;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Answers;

/// <summary>What goes with an answer beside the choice, in each agent's own words.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task A_reason_is_said_into_the_turn_of_Codex()
    {
        var pipe = new PlaybackPipe(Transcript.Load("codex", "0.169.0-permission-deny"));
        await using (var stage = new Stage(new CodexAdapter(), pipe).Answering("decline", "use make"))
        {
            await stage.StartAsync();
            Assert.Equal(TurnOutcome.Completed, (await stage.RunAsync("go")).Outcome);
            Assert.Equal(ReasonDelivery.Answer, Assert.Single(stage.Sink.Approvals).TakesReason);
        }

        var steer = pipe.Said("turn/steer")["params"]!;
        Assert.Equal("The user denied this: use make", steer["input"]![0]!["text"]!.GetValue<string>());
        Assert.NotEqual("", steer["threadId"]!.GetValue<string>());
        Assert.NotEqual("", steer["expectedTurnId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("accept", "a yes has none")]
    [InlineData("decline", null)]
    public async Task Codex_hears_nothing_without_a_reason_for_a_no(string option, string? reason)
    {
        var pipe = new PlaybackPipe(Transcript.Load("codex", option == "accept" ? "0.169.0-permission-approve" : "0.169.0-permission-deny"));
        await using (var stage = new Stage(new CodexAdapter(), pipe).Answering(option, reason))
        {
            await stage.StartAsync();
            await stage.RunAsync("go");
        }

        Assert.DoesNotContain(pipe.Written, message => message["method"]?.GetValue<string>() == "turn/steer");
    }

    [Fact]
    public async Task Codex_names_the_files_of_a_change()
    {
        await using var stage = new Stage(new CodexAdapter(), new PlaybackPipe(Transcript.Load("codex", "0.169.0-permission-file-change"))).Answering("accept");
        await stage.StartAsync();

        await stage.RunAsync("go");

        Assert.EndsWith("/hello.txt", Assert.Single(Assert.Single(stage.Sink.Approvals).Paths!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_plan_goes_to_Claude_Code_in_place_of_its_own()
    {
        var pipe = new PlaybackPipe(Transcript.Load("claude-code", "2.1.328-plan-mode-exit"));
        await using var stage = new Stage(new ClaudeCodeAdapter(), pipe, Stage.Session with { PermissionMode = PermissionMode.Plan });
        stage.Sink.OnApproval = async approval =>
        {
            Assert.True(approval.TakesPlan);
            Assert.True(await stage.Conversation.AnswerAsync(
                new() { ApprovalId = approval.Id, OptionId = "approve", Plan = "1. paint the fence" }, TestContext.Current.CancellationToken));
        };
        await stage.StartAsync();

        await stage.RunAsync("plan");

        var input = pipe.Said("control_response")["response"]!["response"]!["updatedInput"]!;
        Assert.Equal("1. paint the fence", input["plan"]!.GetValue<string>());
    }

    [Fact]
    public async Task Agents_by_ACP_get_a_reason_as_their_next_prompt_and_name_the_files_of_an_edit()
    {
        var adapter = new AcpAdapter(AcpDialects.Gemini);
        await using var stage = new Stage(adapter, new PlaybackPipe(Transcript.Load("gemini", "0.61.0-write-file-approve"))).Answering("proceed_once");
        await stage.StartAsync();

        await stage.RunAsync("write");

        var approval = Assert.Single(stage.Sink.Approvals);
        Assert.Equal(ReasonDelivery.Prompt, approval.TakesReason);
        Assert.All(approval.Paths!, path => Assert.EndsWith("hello.txt", path, StringComparison.Ordinal));
        Assert.NotEmpty(approval.Paths!);
    }
}
