using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Acp;

/// <summary>Programs that the agent has us run.</summary>
public sealed class AcpTerminalTests : IAsyncDisposable
{
    private readonly AcpStage _stage = new();

    [Fact]
    public async Task A_program_is_run_read_awaited_and_released()
    {
        await _stage.StartAsync();
        var (prompt, running) = await _stage.BeginAsync();
        var created = await _stage.AskAsync("terminal/create", """
            {"sessionId":"s","command":"make","args":["-j","2"],"env":[{"name":"CI","value":"1"}],"cwd":"/repo/src","outputByteLimit":1000}
            """.ReplaceLineEndings(""));
        var id = created["result"]!["terminalId"]!.ToString();
        var program = Assert.Single(_stage.Terminals.Started);
        Assert.Equal(("make", "-j 2", "1", "/repo/src", 1000L), (
            program.Start.Command, string.Join(' ', program.Start.Arguments), program.Start.Environment["CI"], program.Start.WorkingDirectory, program.Start.OutputByteLimit));

        program.Write("one\n");
        var output = await _stage.AskAsync("terminal/output", Of(id));
        Assert.Equal("""{"output":"one\n","truncated":false}""", output["result"]!.ToJsonString());
        _stage.Ask("terminal/wait_for_exit", Of(id), 5);
        program.Exit(3);
        var exit = await _stage.Pipe.HearAsync();
        Assert.Equal((5, """{"exitCode":3,"signal":null}"""), (exit["id"]!.GetValue<int>(), exit["result"]!.ToJsonString()));
        Assert.Equal(3, (await _stage.AskAsync("terminal/output", Of(id)))["result"]!["exitStatus"]!["exitCode"]!.GetValue<int>());
        Assert.Equal("{}", (await _stage.AskAsync("terminal/release", Of(id)))["result"]!.ToJsonString());

        Assert.True(program.IsDisposed);
        Assert.Equal(-32002, (await _stage.AskAsync("terminal/output", Of(id)))["error"]!["code"]!.GetValue<int>());
        await _stage.EndAsync(prompt, running);
    }

    [Fact]
    public async Task A_tool_call_shows_what_its_program_writes_also_after_its_release()
    {
        await _stage.StartAsync();
        var (prompt, running) = await _stage.BeginAsync();
        var id = (await _stage.AskAsync("terminal/create", """{"sessionId":"s","command":"ls"}"""))["result"]!["terminalId"]!.ToString();
        var program = _stage.Terminals.Started.First();
        program.Write("first\n");
        _stage.Update($$$"""{"sessionUpdate":"tool_call","toolCallId":"t","title":"ls","kind":"execute","status":"in_progress","content":[{"type":"content","content":{"type":"text","text":"It lists"}},{"type":"terminal","terminalId":"{{{id}}}"}]}""");
        await _stage.WaitAsync(sink => TextsOf(sink) is ["It lists", "first\n"]);

        program.Write("second\n");
        await _stage.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => TextsOf(_stage.Sink) is ["It lists", "first\nsecond\n"]);
        program.Write("third\n");
        program.Exit(1);
        await _stage.WaitAsync(sink => TextsOf(sink) is [_, "first\nsecond\nthird\n"] && sink.ToolCalls[0].Call.ExitCode == 1);
        await _stage.AskAsync("terminal/release", Of(id));
        _stage.Update($$$"""{"sessionUpdate":"tool_call_update","toolCallId":"t","status":"completed","content":[{"type":"terminal","terminalId":"{{{id}}}"}]}""");
        await _stage.EndAsync(prompt, running);

        Assert.Equal("first\nsecond\nthird\n", Assert.Single(TextsOf(_stage.Sink)));
        Assert.Equal((ToolStatus.Completed, 1), (_stage.Sink.ToolCalls[0].Call.Status!.Value, _stage.Sink.ToolCalls[0].Call.ExitCode!.Value));
    }

    [Fact]
    public async Task A_program_that_is_killed_says_by_which_signal()
    {
        await _stage.StartAsync();
        var (prompt, running) = await _stage.BeginAsync();
        var id = (await _stage.AskAsync("terminal/create", """{"sessionId":"s","command":"sleep","args":["100"]}"""))["result"]!["terminalId"]!.ToString();

        Assert.Equal("{}", (await _stage.AskAsync("terminal/kill", Of(id)))["result"]!.ToJsonString());
        Assert.Equal("SIGKILL", (await _stage.AskAsync("terminal/wait_for_exit", Of(id)))["result"]!["signal"]!.ToString());
        Assert.False(_stage.Terminals.Started.First().IsDisposed);
        await _stage.EndAsync(prompt, running);
    }

    [Fact]
    public async Task What_still_runs_ends_with_an_agent_that_ends_by_itself()
    {
        await _stage.StartAsync();
        var (_, running) = await _stage.BeginAsync();
        await _stage.AskAsync("terminal/create", """{"sessionId":"s","command":"sleep","args":["100"]}""");

        _stage.Pipe.End();
        await running;
        await _stage.Conversation.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(_stage.Terminals.Started).IsDisposed);
    }

    [Fact]
    public async Task What_cannot_be_run_and_what_is_no_request_is_refused()
    {
        await _stage.StartAsync();
        var (prompt, running) = await _stage.BeginAsync();

        Assert.Contains("outside", (await _stage.AskAsync("terminal/create", """{"sessionId":"s","command":"forbidden"}"""))["error"]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(-32602, (await _stage.AskAsync("terminal/create", """{"sessionId":"s","args":7}"""))["error"]!["code"]!.GetValue<int>());
        Assert.Equal(-32002, (await _stage.AskAsync("terminal/kill", Of("nothing")))["error"]!["code"]!.GetValue<int>());
        Assert.Equal(-32002, (await _stage.AskAsync("terminal/dance", "{}"))["error"]!["code"]!.GetValue<int>());
        Assert.Equal(TurnOutcome.Completed, (await _stage.EndAsync(prompt, running)).Outcome);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private static string Of(string id) => $$"""{"sessionId":"s","terminalId":"{{id}}"}""";

    private static string?[] TextsOf(Playback.RecordingSink sink) =>
        sink.ToolCalls is [var first, ..] && first.Call.Content is { } content ? [.. content.Select(part => part.Text)] : [];
}
