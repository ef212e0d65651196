using System.Runtime.CompilerServices;
using System.Text;
using Homeport.Agents.Acp;
using Homeport.Agents.Tests.Acp;
using Homeport.Agents.Tests.Playback;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Misbehaviour;

/// <summary>What only an agent that speaks ACP can do wrong.</summary>
public sealed class AcpOdditiesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_that_nobody_waits_for_are_kept_and_end_nothing()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();
        stage.Pipe.Say("""{"jsonrpc":"2.0","id":4711,"result":{"stopReason":"end_turn"}}""");
        stage.Pipe.Say("""{"jsonrpc":"2.0","id":"no-number","error":{"code":1,"message":"x"}}""");
        stage.Pipe.Say("""{"jsonrpc":"2.0","id":null,"result":{}}""");
        stage.Update("""{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"on"}}""");
        await stage.WaitAsync(sink => sink.Messages.Count == 1);
        Assert.False(running.IsCompleted);
        await stage.EndAsync(prompt, running);
        stage.Answer(prompt, """{"stopReason":"refusal"}"""); // once more
        var (next, second) = await stage.BeginAsync();

        Assert.Equal(TurnOutcome.Completed, (await stage.EndAsync(next, second)).Outcome);
        await stage.WaitAsync(sink => sink.Raws.Count == 4);
    }

    [Fact]
    public async Task A_second_request_under_an_id_that_still_waits_is_refused_and_the_first_stands()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (prompt, running) = await stage.BeginAsync();
        const string Request = """{"sessionId":"s","toolCall":{"toolCallId":"t","title":"ls"},"options":[{"optionId":"y","name":"Yes","kind":"allow_once"}]}""";
        stage.Ask("session/request_permission", Request, 9);
        await stage.WaitAsync(sink => sink.Approvals.Count == 1);

        var refusal = await stage.AskAsync("session/request_permission", Request, 9);
        await stage.Conversation.AnswerAsync(new() { ApprovalId = stage.Sink.Approvals[0].Id, OptionId = "y" }, Token);
        var answer = await stage.Pipe.HearAsync();

        Assert.Equal(9, refusal["id"]!.GetValue<int>());
        Assert.NotNull(refusal["error"]);
        Assert.Equal("y", answer["result"]!["outcome"]!["optionId"]!.ToString());
        await stage.EndAsync(prompt, running);
        Assert.Single(stage.Sink.Approvals);
    }

    [Fact]
    public async Task An_agent_that_does_not_hear_cancel_stays_in_its_turn_until_its_process_ends()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync();
        var (_, running) = await stage.BeginAsync();
        stage.Update("""{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"working"}}""");
        await stage.WaitAsync(sink => sink.Messages.Count == 1);

        await stage.Conversation.InterruptAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        stage.Update("""{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":" on"}}""");
        await stage.WaitAsync(sink => sink.Messages[0] == "working on");
        Assert.False(running.IsCompleted);
        stage.Pipe.End(); // what the worker does after a second

        Assert.Equal((TurnOutcome.Interrupted, null), ((await running).Outcome, (await running).Failure));
    }

    [Fact]
    public async Task Values_of_the_wrong_type_do_no_harm_and_nothing_is_lost()
    {
        await using var stage = new AcpStage();
        await stage.StartAsync("[]", """{"sessionId":"s","modes":7,"models":"x","configOptions":[1,{"id":2},{"id":"o","options":"x"},{"id":"p","options":[1,{"value":3}]}]}""");
        var (prompt, running) = await stage.BeginAsync();
        string[] odd =
        [
            """{"sessionUpdate":7}""",
            """{"sessionUpdate":"agent_message_chunk"}""",
            """{"sessionUpdate":"agent_message_chunk","content":"text"}""",
            """{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"\ud800 half"}}""",
            """{"sessionUpdate":"tool_call","toolCallId":5}""",
            """{"sessionUpdate":"tool_call","toolCallId":"t","title":{},"content":{},"locations":[{"path":1},{"path":"\udc00","line":-1},{"path":"a","line":1e300}],"rawInput":"\ud800","rawOutput":[]}""",
            """{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed","content":[null,1,"x",{"type":"diff"},{"type":"terminal"},{"type":"terminal","terminalId":"none"},{"type":"content","content":7}]}""",
            """{"sessionUpdate":"plan","entries":{"a":1}}""",
            """{"sessionUpdate":"plan","entries":[1,null,{"content":5}]}""",
            """{"sessionUpdate":"available_commands_update","availableCommands":[1,{"name":7},{"name":"x","input":"y"}]}""",
            """{"sessionUpdate":"usage_update","used":"many","size":1e400,"cost":{"amount":"x","currency":"USD"}}""",
            """{"sessionUpdate":"config_option_update","configOptions":{}}""",
            """{"sessionUpdate":"current_mode_update","currentModeId":[]}""",
            """{"sessionUpdate":"session_info_update","title":5}""",
            """{"sessionUpdate":"notice"}""",
            """{"sessionUpdate":"compaction_update","summary":"x","error":7}""",
        ];
        foreach (var update in odd)
        {
            stage.Update(update);
        }

        stage.Pipe.Say("""{"jsonrpc":"2.0","method":"session/update","params":[1]}""");
        stage.Pipe.Say("""{"jsonrpc":"2.0","method":"session/update"}""");
        stage.Pipe.Say("""{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":{}}}""");
        Assert.NotNull((await stage.AskAsync("session/request_permission", """{"toolCall":7,"options":{}}"""))["result"]);
        Assert.NotNull((await stage.AskAsync("elicitation/create", """{"mode":"form","requestedSchema":[]}"""))["error"]);
        Assert.NotNull((await stage.AskAsync("fs/read_text_file", "[]"))["error"]);
        Assert.NotNull((await stage.AskAsync("terminal/create", """{"command":"x","args":[1,null],"env":[1,{"name":2}],"outputByteLimit":"x"}"""))["result"]);
        Assert.Equal(TurnOutcome.Completed, (await stage.EndAsync(prompt, running)).Outcome);
        Assert.Equal(@"\ud800 half", Assert.Single(stage.Sink.Messages));
        Assert.Equal(["a"], stage.Sink.ToolCalls[0].Call.Locations!.Select(location => location.Path).Where(path => path == "a"));
        Assert.True(stage.Sink.Raws.Count >= 5);
    }

    [Fact]
    public async Task Fifty_megabytes_in_one_turn_come_through()
    {
        const int Chunk = 64 * 1024;
        const int Chunks = 800;
        var pipe = new FloodingPipe(Chunk, Chunks);
        await using var stage = new Stage(new AcpAdapter(AcpDialects.Generic), pipe);
        await stage.StartAsync();

        var result = await stage.Conversation.RunTurnAsync(new("go"), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(TurnOutcome.Completed, result.Outcome);
        Assert.Equal(Chunk * Chunks, Assert.Single(stage.Sink.ItemOrder.Select(id => stage.Sink.Texts[id])).Length);
        Assert.Equal((true, 50L * 1024 * 1024), (Assert.Single(stage.Sink.Raws).Truncated, stage.Sink.Raws[0].TotalBytes));
    }

    /// <summary>An agent that pours out text, and one line that is far too long.</summary>
    private sealed class FloodingPipe(int chunk, int chunks) : IAgentPipe
    {
        private readonly System.Threading.Channels.Channel<(string Method, string Id)> _heard =
            System.Threading.Channels.Channel.CreateUnbounded<(string, string)>();

        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return Line($$$"""{"jsonrpc":"2.0","id":{{{await HearAsync("initialize")}}},"result":{"protocolVersion":1}}""");
            yield return Line($$$"""{"jsonrpc":"2.0","id":{{{await HearAsync("session/new")}}},"result":{"sessionId":"s"}}""");
            var prompt = await HearAsync("session/prompt");
            yield return new(Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"x\":\"" + new string('y', 20_000)), TooLong: true, 50L * 1024 * 1024);
            var text = Line($$$$$"""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"{{{{{new string('z', chunk)}}}}}"}}}}""");
            for (var count = 0; count < chunks; count++)
            {
                yield return text;
            }

            yield return Line($$$"""{"jsonrpc":"2.0","id":{{{prompt}}},"result":{"stopReason":"end_turn"}}""");
            await _closed.Task.WaitAsync(cancellationToken);
        }

        public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
        {
            var message = System.Text.Json.Nodes.JsonNode.Parse(utf8.Span)!;
            _heard.Writer.TryWrite((message["method"]!.ToString(), message["id"]?.ToJsonString() ?? ""));
            return ValueTask.CompletedTask;
        }

        public ValueTask CloseInputAsync()
        {
            _closed.TrySetResult();
            return ValueTask.CompletedTask;
        }

        private async Task<string> HearAsync(string method)
        {
            while (true)
            {
                var heard = await _heard.Reader.ReadAsync(Token);
                if (heard.Method == method)
                {
                    return heard.Id;
                }
            }
        }

        private static AgentLine Line(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            return new(bytes, TooLong: false, bytes.Length);
        }
    }
}
