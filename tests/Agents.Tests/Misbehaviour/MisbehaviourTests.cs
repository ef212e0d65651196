using System.Text.Json.Nodes;
using Homeport.Agents.Acp;
using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Codex;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Testing;

namespace Homeport.Agents.Tests.Misbehaviour;

/// <summary>What agents must not do, and what becomes of it. Written once, run over every protocol.</summary>
public abstract class MisbehaviourTests : IAsyncDisposable
{
    private readonly ScriptedPipe _pipe = new();
    private readonly ManualTime _time = new();
    private readonly Stage _stage;

    private protected MisbehaviourTests(IAgentAdapter adapter, AgentSessionSpec? spec = null) => _stage = new(adapter, _pipe, spec, _time);

    private protected ScriptedPipe Pipe => _pipe;
    private protected ManualTime Time => _time;
    private protected Stage Stage => _stage;
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Answers a greeting as a correct agent does.</summary>
    private protected abstract Task GreetAsync();

    /// <summary>Answers the prompt of a turn, up to where the agent works. Gives what ends the turn.</summary>
    private protected abstract Task<Func<string>> BeginTurnAsync();

    /// <summary>A piece of text in the turn.</summary>
    private protected abstract string Words(string text);

    /// <summary>A request for permission with this id, and the ids of the options that allow and refuse.</summary>
    private protected abstract (string Line, string Allow, string Refuse) Ask(string id);

    [Fact]
    public async Task Garbage_before_and_between_messages_is_kept_and_skipped()
    {
        _pipe.Say("Welcome to the agent!");
        var starting = _stage.StartAsync();
        await GreetAsync();
        await starting;
        var running = _stage.RunAsync("go");
        var end = await BeginTurnAsync();
        foreach (var line in new[] { "", "   ", "not json", "{\"half\":", "[1,2]", "42", "\"text\"", "{}", "null" })
        {
            _pipe.Say(line);
        }

        _pipe.Say(Words("hello"));
        _pipe.Say(end());

        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
        Assert.Equal("hello", string.Concat(_stage.Sink.Messages));
        await _stage.Sink.WaitAsync(sink => sink.Raws.Count >= 7, Token);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_kept_by_its_head()
    {
        await StartAsync();
        var running = _stage.RunAsync("go");
        var end = await BeginTurnAsync();
        _pipe.Say("{\"type\":\"" + new string('x', 20_000), tooLong: true, totalBytes: 100_000_000);
        _pipe.Say(end());

        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
        var raw = Assert.Single(_stage.Sink.Raws);
        Assert.Equal((true, 100_000_000), (raw.Truncated, raw.TotalBytes));
        Assert.Equal(16 * 1024, raw.Text.Length);
    }

    [Fact]
    public async Task A_greeting_that_is_never_answered_ends_after_30_seconds()
    {
        var starting = _stage.StartAsync();
        await _pipe.HearAsync();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(starting.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(2));
        var exception = await Assert.ThrowsAsync<AgentStartException>(() => starting);

        Assert.Equal("agent_timeout", exception.Failure.Code);
        Assert.NotNull(exception.Failure.Next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_that_ends_before_it_is_ready_says_so(bool isBroken)
    {
        var starting = _stage.StartAsync();
        await _pipe.HearAsync();
        EndOutput(isBroken);

        var exception = await Assert.ThrowsAsync<AgentStartException>(() => starting);

        Assert.Equal("agent_crashed", exception.Failure.Code);
        await _stage.Conversation.Ended.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_that_ends_in_the_middle_of_a_message_fails_its_turn_and_takes_its_questions_back(bool isBroken)
    {
        await StartAsync();
        var running = _stage.RunAsync("go");
        await BeginTurnAsync();
        _pipe.Say(Words("I am just"));
        _pipe.Say(Ask("7").Line);
        await _stage.Sink.WaitAsync(sink => sink.Approvals.Count == 1, Token);
        _pipe.Say("{\"jsonrpc\":\"2.0\",\"met");
        EndOutput(isBroken);

        var result = await running;

        Assert.Equal((TurnOutcome.Failed, "agent_crashed"), (result.Outcome, result.Failure!.Code));
        await _stage.Conversation.Ended.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await _stage.Sink.WaitAsync(sink => sink.Cancelled.Count == 1, Token);
        Assert.Equal("agent_crashed", (await _stage.RunAsync("again")).Failure!.Code);
        await _stage.Conversation.InterruptAsync(Token);
    }

    [Fact]
    public async Task A_prompt_that_cannot_be_written_fails_the_turn()
    {
        await StartAsync();
        _pipe.IsBroken = true;
        var running = _stage.RunAsync("go");
        _pipe.End();

        Assert.Equal("agent_crashed", (await running).Failure!.Code);
    }

    [Fact]
    public async Task What_comes_after_the_end_of_a_turn_is_published_and_ends_no_other()
    {
        await StartAsync();
        var first = _stage.RunAsync("one");
        var end = await BeginTurnAsync();
        _pipe.Say(end());
        await first;
        _pipe.Say(Words("too late"));
        await _stage.Sink.WaitAsync(sink => string.Concat(sink.Messages) == "too late", Token);

        var second = _stage.RunAsync("two");
        var secondEnd = await BeginTurnAsync();
        _pipe.Say(Words("in time"));
        _pipe.Say(secondEnd());

        Assert.Equal(TurnOutcome.Completed, (await second).Outcome);
        Assert.EndsWith("in time", string.Concat(_stage.Sink.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_answer_counts_and_strangers_are_told_so()
    {
        await StartAsync();
        var running = _stage.RunAsync("go");
        var end = await BeginTurnAsync();
        var (line, allow, refuse) = Ask("7");
        _pipe.Say(line);
        await _stage.Sink.WaitAsync(sink => sink.Approvals.Count == 1, Token);
        var id = _stage.Sink.Approvals[0].Id;

        Assert.False(await AnswerAsync("no-such-approval", allow));
        Assert.False(await AnswerAsync(id, "no-such-option"));
        Assert.True(await AnswerAsync(id, allow));
        Assert.False(await AnswerAsync(id, refuse));
        await _pipe.HearAsync();
        Assert.True(_pipe.HasHeardNothing);
        _pipe.Say(end());
        await running;
        Assert.Empty(_stage.Sink.Cancelled);
    }

    [Fact]
    public async Task A_request_that_we_do_not_know_is_refused_and_kept()
    {
        await StartAsync();
        var running = _stage.RunAsync("go");
        var end = await BeginTurnAsync();
        _pipe.Say(this is ClaudeMisbehaviourTests
            ? """{"type":"control_request","request_id":"q1","request":{"subtype":"dance"}}"""
            : """{"jsonrpc":"2.0","id":99,"method":"craft/drainMidTurnQueue","params":{}}""");

        var answer = await _pipe.HearAsync();

        Assert.True(answer["error"]?["code"]?.GetValue<int>() == -32601 || answer["response"]?["subtype"]?.ToString() == "error");
        Assert.Single(_stage.Sink.Raws);
        _pipe.Say(end());
        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
    }

    [Fact]
    public async Task Two_turns_at_once_are_a_bug_of_ours()
    {
        await StartAsync();
        var running = _stage.RunAsync("one");
        var end = await BeginTurnAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _stage.RunAsync("two"));

        _pipe.Say(end());
        await running;
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_conversation_usable()
    {
        await StartAsync();
        using var cancelled = new CancellationTokenSource();
        var running = _stage.Conversation.RunTurnAsync(new("one"), cancelled.Token);
        await BeginTurnAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var second = _stage.RunAsync("two");
        var end = await BeginTurnAsync();
        _pipe.Say(end());

        Assert.Equal(TurnOutcome.Completed, (await second).Outcome);
    }

    [Fact]
    public async Task A_silent_agent_is_told_about_once_and_again_after_it_spoke()
    {
        await StartAsync();
        var running = _stage.RunAsync("go");
        var end = await BeginTurnAsync();
        _pipe.Say(Words("a"));
        await _stage.Sink.WaitAsync(sink => sink.Messages.Count > 0, Token);
        await AdvanceUntilQuietAsync(1);
        _pipe.Say(Words("b"));
        await _stage.Sink.WaitAsync(sink => string.Concat(sink.Messages) == "ab", Token);
        await AdvanceUntilQuietAsync(2);

        _pipe.Say(end());
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task StartAsync()
    {
        var starting = _stage.StartAsync();
        await GreetAsync();
        await starting;
        while (!_pipe.HasHeardNothing)
        {
            await _pipe.HearAsync();
        }
    }

    private protected Task<bool> AnswerAsync(string approval, string option) =>
        _stage.Conversation.AnswerAsync(new() { ApprovalId = approval, OptionId = option }, Token);

    /// <summary>Hears until it hears this method, and gives the request's id as JSON.</summary>
    private protected async Task<string> HearIdAsync(string method)
    {
        while (true)
        {
            var heard = await _pipe.HearAsync();
            if (heard["method"]?.ToString() == method)
            {
                return heard["id"]!.ToJsonString();
            }
        }
    }

    /// <summary>Moves the clock in steps, as the watch looks at it between them.</summary>
    private async Task AdvanceUntilQuietAsync(int notices)
    {
        for (var minute = 0; minute < 100_000 && _stage.Sink.Notices.Count(notice => notice.Code == "quiet") < notices; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(notices, _stage.Sink.Notices.Count(notice => notice.Code == "quiet"));
    }

    private void EndOutput(bool isBroken)
    {
        if (isBroken)
        {
            _pipe.Break();
        }
        else
        {
            _pipe.End();
        }
    }
}

public sealed class ClaudeMisbehaviourTests() : MisbehaviourTests(new ClaudeCodeAdapter())
{
    private int _messages;

    [Fact]
    public async Task Unknown_types_blocks_and_events_are_kept_raw()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say("""{"type":"sun_spots","count":3}""");
        Pipe.Say("""{"type":"system","subtype":"moon_phase"}""");
        Pipe.Say("""{"type":"assistant","message":{"id":"m","content":[{"type":"hologram"}]},"parent_tool_use_id":null}""");
        Pipe.Say("""{"type":"stream_event","event":{"type":"content_block_dance"}}""");
        Pipe.Say("""{"type":"assistant","message":{"id":7,"content":"text, not a list"},"parent_tool_use_id":{}}""");
        Pipe.Say("""{"type":"result_of_nothing"}""");
        Pipe.Say(end());
        await running;

        Assert.Equal(
            ["sun_spots", "system", "assistant", "stream_event", "result_of_nothing"], Stage.Sink.Raws.Select(raw => raw.Source));
    }

    [Fact]
    public async Task The_same_tool_id_in_a_later_turn_is_another_call()
    {
        await StartAsync();
        for (var turn = 0; turn < 2; turn++)
        {
            var running = Stage.RunAsync("go");
            var end = await BeginTurnAsync();
            Pipe.Say("""{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/repo/a"}}]}}""");
            Pipe.Say("""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}}""");
            Pipe.Say("""{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}}""");
            Pipe.Say(end());
            await running;
        }

        Assert.Equal(2, Stage.Sink.ToolCalls.Count);
    }

    [Fact]
    public async Task A_to_do_list_is_a_plan()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say("""{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"TodoWrite","input":{"todos":[{"content":"One","status":"completed"},{"content":"Two","status":"in_progress"},{"content":"Three","status":"pending"}]}}]}}""");
        Pipe.Say(end());
        await running;

        Assert.Equal(
            [("One", PlanEntryStatus.Completed), ("Two", PlanEntryStatus.InProgress), ("Three", PlanEntryStatus.Pending)],
            Assert.Single(Stage.Sink.Plans).Entries.Select(entry => (entry.Content, entry.Status)));
    }

    [Fact]
    public async Task A_limit_ends_when_the_agent_says_so()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        await BeginTurnAsync();
        Pipe.Say("""{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1767243600,"rateLimitType":"five_hour"}}""");
        Pipe.Say("""{"type":"result","subtype":"success","is_error":true,"terminal_reason":"api_error","api_error_status":429,"result":"You've hit your limit"}""");

        var result = await running;

        Assert.Equal((TurnOutcome.Limited, DateTimeOffset.FromUnixTimeSeconds(1767243600)), (result.Outcome, result.LimitResetsAt));
    }

    [Fact]
    public async Task A_prompt_that_still_waits_is_stopped_when_it_is_taken_up()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var prompt = await Pipe.HearAsync();
        var interrupting = Stage.Conversation.InterruptAsync(Token);
        var stop = await Pipe.HearAsync();
        Pipe.Say(Answer(stop["request_id"]!.ToString(), """{"still_queued":["x"]}"""));
        await interrupting;
        Pipe.Say($$"""{"type":"command_lifecycle","command_uuid":"{{prompt["uuid"]}}","state":"started"}""");

        var again = await Pipe.HearAsync();

        Assert.Equal("interrupt", again["request"]!["subtype"]!.ToString());
        Pipe.Say("""{"type":"result","subtype":"error_during_execution","is_error":true,"terminal_reason":"aborted_streaming"}""");
        Assert.Equal(TurnOutcome.Interrupted, (await running).Outcome);
    }

    private protected override async Task GreetAsync()
    {
        var greeting = await Pipe.HearAsync();
        Pipe.Say(Answer(greeting["request_id"]!.ToString(), """{"claude_code_version":"2.1.328"}"""));
    }

    private protected override async Task<Func<string>> BeginTurnAsync()
    {
        var prompt = await Pipe.HearAsync();
        Assert.Equal("user", prompt["type"]!.ToString());
        return () => """{"type":"result","subtype":"success","is_error":false,"terminal_reason":"completed","stop_reason":"end_turn","session_id":"s"}""";
    }

    private protected override string Words(string text) => new JsonObject
    {
        ["type"] = "assistant",
        ["message"] = new JsonObject
        {
            ["id"] = $"m{++_messages}",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
        },
    }.ToJsonString();

    private protected override (string Line, string Allow, string Refuse) Ask(string id) => (
        $$$$"""{"type":"control_request","request_id":"{{{{id}}}}","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"ls"},"tool_use_id":"t"}}""",
        "allow_once", "reject_once");

    private static string Answer(string id, string response) =>
        $$$$"""{"type":"control_response","response":{"subtype":"success","request_id":"{{{{id}}}}","response":{{{{response}}}}}}""";
}

public sealed class CodexMisbehaviourTests() : MisbehaviourTests(new CodexAdapter())
{
    private int _turns;

    private protected override async Task GreetAsync()
    {
        Pipe.Say($$$$$$"""{"id":{{{{{{await HearIdAsync("initialize")}}}}}},"result":{"userAgent":"x"}}""");
        Pipe.Say($$$$$$"""{"id":{{{{{{await HearIdAsync("thread/start")}}}}}},"result":{"thread":{"id":"th","cliVersion":"0.169.0"},"model":"m"}}""");
    }

    private protected override async Task<Func<string>> BeginTurnAsync()
    {
        var turn = $"turn-{++_turns}";
        Pipe.Say($$$$$$"""{"id":{{{{{{await HearIdAsync("turn/start")}}}}}},"result":{"turn":{"id":"{{{{{{turn}}}}}}","status":"inProgress"}}}""");
        return () => $$$$$$"""{"method":"turn/completed","params":{"threadId":"th","turn":{"id":"{{{{{{turn}}}}}}","status":"completed"}}}""";
    }

    private protected override string Words(string text) =>
        $$$$$$"""{"method":"item/agentMessage/delta","params":{"threadId":"th","itemId":"i{{{{{{_turns}}}}}}","delta":"{{{{{{text}}}}}}"}}""";

    private protected override (string Line, string Allow, string Refuse) Ask(string id) => (
        $$$$$$"""{"id":{{{{{{id}}}}}},"method":"item/commandExecution/requestApproval","params":{"threadId":"th","itemId":"c","command":"ls"}}""",
        "accept", "decline");
}

public sealed class AcpMisbehaviourTests() : MisbehaviourTests(new AcpAdapter(AcpDialects.Generic))
{
    [Fact]
    public async Task Unknown_updates_are_kept_raw_and_those_without_an_id_too()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say(Update("""{"sessionUpdate":"sun_spots"}"""));
        Pipe.Say(Update("""{"sessionUpdate":"tool_call","title":"no id"}"""));
        Pipe.Say(Update("""{"sessionUpdate":"agent_message_chunk","content":{"type":"hologram"}}"""));
        Pipe.Say(Update("""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"melted","kind":"sculpt","content":[{"type":"statue"}]}"""));
        Pipe.Say("""{"jsonrpc":"2.0","method":"_auth/status_update","params":{}}""");
        Pipe.Say(end());
        await running;

        Assert.Equal(
            ["sun_spots", "tool_call", "agent_message", "_auth/status_update"], Stage.Sink.Raws.Select(raw => raw.Source));
        Assert.Equal(ToolKind.Other, Assert.Single(Stage.Sink.ToolCalls).Call.Kind);
    }

    [Fact]
    public async Task An_option_of_an_unknown_kind_is_no_yes()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say("""{"jsonrpc":"2.0","id":1,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"t","title":"x"},"options":[{"optionId":"o","name":"Do","kind":"allow_maybe"}]}}""");
        await Stage.Sink.WaitAsync(sink => sink.Approvals.Count == 1, Token);

        Assert.Equal(Homeport.Protocol.Approvals.ApprovalOptionKind.RejectOnce, Assert.Single(Stage.Sink.Approvals[0].Options).Kind);
        Pipe.Say(end());
        await running;
    }

    [Fact]
    public async Task A_request_without_options_is_answered_as_cancelled()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say("""{"jsonrpc":"2.0","id":1,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"t"},"options":[]}}""");

        var answer = await Pipe.HearAsync();

        Assert.Equal("cancelled", answer["result"]!["outcome"]!["outcome"]!.ToString());
        Pipe.Say(end());
        await running;
    }

    [Fact]
    public async Task A_request_that_is_taken_back_is_cancelled()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say(Ask("7").Line);
        await Stage.Sink.WaitAsync(sink => sink.Approvals.Count == 1, Token);
        Pipe.Say("""{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":7}}""");
        await Stage.Sink.WaitAsync(sink => sink.Cancelled.Count == 1, Token);
        Pipe.Say(end());

        Assert.Equal(TurnOutcome.Completed, (await running).Outcome);
    }

    [Fact]
    public async Task Files_are_refused_where_there_are_none()
    {
        await StartAsync();
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say("""{"jsonrpc":"2.0","id":1,"method":"fs/write_text_file","params":{"sessionId":"s","path":"/etc/passwd","content":""}}""");

        Assert.Equal(-32601, (await Pipe.HearAsync())["error"]!["code"]!.GetValue<int>());
        Pipe.Say(end());
        await running;
    }

    [Fact]
    public async Task An_agent_that_refuses_a_mode_is_answered_in_its_sense_and_no_longer_when_the_mode_is_stricter()
    {
        var starting = Stage.StartAsync();
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("initialize")}}}}}},"result":{"protocolVersion":1}}""");
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("session/new")}}}}}},"result":{"sessionId":"s","modes":{"currentModeId":"default","availableModes":[{"id":"default"},{"id":"plan"},{"id":"yolo"}]}}}""");
        await starting;
        var changing = Stage.Conversation.ConfigureAsync(PermissionMode.Bypass, null, Token);
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("session/set_mode")}}}}}},"error":{"code":-32603,"message":"untrusted folder"}}""");
        await changing;
        var running = Stage.RunAsync("go");
        var end = await BeginTurnAsync();
        Pipe.Say(Ask("7").Line);
        Assert.Equal("y", (await Pipe.HearAsync())["result"]!["outcome"]!["optionId"]!.ToString());

        changing = Stage.Conversation.ConfigureAsync(PermissionMode.Plan, null, Token);
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("session/set_mode")}}}}}},"error":{"code":-32603,"message":"not now"}}""");
        await changing;
        Pipe.Say(Ask("8").Line);
        await Stage.Sink.WaitAsync(sink => sink.Approvals.Count == 1, Token);

        Assert.Equal("mode_unchanged", Assert.Single(Stage.Sink.Notices).Code);
        Pipe.Say(end());
        await running;
    }

    [Fact]
    public async Task An_agent_of_another_protocol_version_is_refused()
    {
        var starting = Stage.StartAsync();
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("initialize")}}}}}},"result":{"protocolVersion":2}}""");

        var exception = await Assert.ThrowsAsync<AgentStartException>(() => starting);

        Assert.Equal("agent_unavailable", exception.Failure.Code);
        Assert.Contains("version 2", exception.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_a_login_says_how_to_get_one()
    {
        var starting = Stage.StartAsync();
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("initialize")}}}}}},"result":{"protocolVersion":1,"authMethods":[{"id":"x","description":"Run `x login`"}]}}""");
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("session/new")}}}}}},"error":{"code":-32000,"message":"Authentication required"}}""");

        var exception = await Assert.ThrowsAsync<AgentStartException>(() => starting);

        Assert.Equal("not_logged_in", exception.Failure.Code);
        Assert.NotNull(exception.Failure.Next);
    }

    private protected override async Task GreetAsync()
    {
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("initialize")}}}}}},"result":{"protocolVersion":1}}""");
        Pipe.Say($$$$$$"""{"jsonrpc":"2.0","id":{{{{{{await HearIdAsync("session/new")}}}}}},"result":{"sessionId":"s"}}""");
    }

    private protected override async Task<Func<string>> BeginTurnAsync()
    {
        var id = await HearIdAsync("session/prompt");
        return () => $$$$$$"""{"jsonrpc":"2.0","id":{{{{{{id}}}}}},"result":{"stopReason":"end_turn"}}""";
    }

    private protected override string Words(string text) =>
        Update($$$$$$"""{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"{{{{{{text}}}}}}"}}""");

    private protected override (string Line, string Allow, string Refuse) Ask(string id) => (
        $$$$$$"""{"jsonrpc":"2.0","id":{{{{{{id}}}}}},"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"t","title":"ls","kind":"execute"},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"},{"optionId":"n","name":"No","kind":"reject_once"}]}}""",
        "y", "n");

    private static string Update(string update) =>
        $$$$$$"""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{{{{{{update}}}}}}}}""";
}
