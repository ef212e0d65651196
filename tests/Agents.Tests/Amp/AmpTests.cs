using System.Text.Json.Nodes;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Tests.Amp;

/// <summary>Amp by the messages that its manual publishes. Nobody can run it without an account.</summary>
public sealed class AmpTests
{
    private const string Thread = "T-2775dc92-90ed-4f85-8b73-8f9766029e83";
    private const string Init = $$$"""{"type":"system","subtype":"init","cwd":"/repo","session_id":"{{{Thread}}}","tools":["Bash","edit_file"],"mcp_servers":[]}""";
    private const string Echo = $$$"""{"type":"user","message":{"role":"user","content":[{"type":"text","text":"what is 2+2?"}]},"parent_tool_use_id":null,"session_id":"{{{Thread}}}"}""";
    private const string Answer = $$$"""{"type":"assistant","message":{"type":"message","role":"assistant","content":[{"type":"text","text":"2 + 2 equals 4."}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_creation_input_tokens":367,"cache_read_input_tokens":12416,"output_tokens":8,"max_tokens":224000}},"parent_tool_use_id":null,"session_id":"{{{Thread}}}"}""";
    private const string Success = $$$"""{"type":"result","subtype":"success","duration_ms":2906,"is_error":false,"num_turns":1,"result":"2 + 2 equals 4.","session_id":"{{{Thread}}}"}""";

    private static readonly IAgentAdapter Adapter = AgentCatalog.Find(AgentKinds.Amp)!;

    [Fact]
    public async Task A_turn_gives_the_prompt_and_takes_text_usage_and_the_thread()
    {
        var pipe = new OneTurnPipe(0, Init, Echo, Answer, Success);
        await using var stage = new Stage(Adapter, pipe);
        await stage.StartAsync();

        var result = await stage.RunAsync("what is\n2+2?");

        Assert.Equal("what is\n2+2?", JsonNode.Parse(pipe.Prompt)!["message"]!["content"]![0]!["text"]!.GetValue<string>());
        Assert.Equal((TurnOutcome.Completed, Thread), (result.Outcome, result.NativeSessionId));
        Assert.Equal(["2 + 2 equals 4."], stage.Sink.Messages);
        Assert.Equal((10, 8, 12_416, 224_000), (result.Usage!.InputTokens, result.Usage.OutputTokens, result.Usage.CacheReadTokens, result.Usage.ContextSize!.Value));
        var told = Assert.Single(stage.Sink.Payloads(EventKinds.SessionStarted, ProtocolJson.Default.SessionStartedPayload));
        Assert.Equal((Thread, AgentKinds.Amp), (told.NativeSessionId, told.AgentType));
        Assert.Empty(stage.Sink.Raws);
    }

    [Fact]
    public async Task Its_tools_are_shown_with_their_results_also_those_of_a_sub_agent()
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(
            0, Init,
            """{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Task","input":{"description":"Look"}}]},"parent_tool_use_id":null}""",
            """{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"t2","name":"Bash","input":{"command":"ls"}}]},"parent_tool_use_id":"t1"}""",
            """{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":"a.txt","is_error":false}]},"parent_tool_use_id":"t1"}""",
            """{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"Refused by a rule","is_error":true}]},"parent_tool_use_id":null}""",
            Success));
        await stage.StartAsync();

        await stage.RunAsync("look");

        Assert.Equal(2, stage.Sink.ToolCalls.Count);
        var (outer, inner) = (stage.Sink.ToolCalls[0], stage.Sink.ToolCalls[1]);
        Assert.Equal((ToolStatus.Failed, "Look"), (outer.Call.Status, outer.Call.Title));
        Assert.Equal((ToolStatus.Completed, "ls", outer.Id), (inner.Call.Status, inner.Call.Title, inner.Call.ParentItemId));
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"error_during_execution","is_error":true,"error":"Unauthorized. Please log in again."}""", "not_logged_in", TurnOutcome.Failed)]
    [InlineData("""{"type":"result","subtype":"error_during_execution","is_error":true,"error":"Usage limit reached."}""", "usage_limit", TurnOutcome.Limited)]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":true}""", "agent_error", TurnOutcome.Failed)]
    public async Task An_error_is_judged_by_its_words(string result, string code, TurnOutcome outcome)
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(1, Init, result));
        await stage.StartAsync();

        var judged = await stage.RunAsync("go");

        Assert.Equal((outcome, code), (judged.Outcome, judged.Failure!.Code));
    }

    [Fact]
    public async Task An_end_without_a_result_is_a_crash_and_what_is_unknown_is_kept()
    {
        await using var stage = new Stage(Adapter, new OneTurnPipe(1, Init, """{"type":"weather","session_id":"T"}""", "no JSON"));
        await stage.StartAsync();

        Assert.Equal("agent_crashed", (await stage.RunAsync("go")).Failure!.Code);
        Assert.Equal(["weather", "stdout"], stage.Sink.Raws.Select(raw => raw.Source));
    }

    [Fact]
    public async Task A_turn_that_was_stopped_is_interrupted()
    {
        var killed = new TaskCompletionSource();
        await using var stage = new Stage(Adapter, new OneTurnPipe(null, Init) { Until = killed.Task });
        await stage.StartAsync();
        var turn = stage.RunAsync("go");
        await stage.Sink.WaitAsync(sink => sink.Events.Count > 0, TestContext.Current.CancellationToken);

        await stage.Conversation.InterruptAsync(TestContext.Current.CancellationToken);
        killed.SetResult(); // as the worker ends the process

        Assert.Equal(TurnOutcome.Interrupted, (await turn).Outcome);
    }

    [Theory]
    [InlineData(null, PermissionMode.AcceptEdits, null, "--execute --stream-json --stream-json-input")]
    [InlineData(null, PermissionMode.Bypass, null, "--execute --stream-json --stream-json-input --dangerously-allow-all")]
    [InlineData("T-1", PermissionMode.AcceptEdits, "rush", "threads continue T-1 --execute --stream-json --stream-json-input --mode=rush")]
    public void It_is_started_as_its_manual_says(string? thread, PermissionMode mode, string? model, string arguments) => Assert.Equal(
        arguments,
        string.Join(' ', Adapter.CreateLaunch(Stage.Session with { NativeSessionId = thread, PermissionMode = mode, Model = model }).Arguments));
}
