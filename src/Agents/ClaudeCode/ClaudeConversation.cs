using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.ClaudeCode;

/// <summary>A conversation with one <c>claude</c> process. The reading loop owns what is said; a lock owns the turn.</summary>
internal sealed class ClaudeConversation : IAgentConversation
{
    private readonly IAgentPipe _pipe;
    private readonly TimeProvider _time;
    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly ClaudeControl _control;
    private readonly ClaudeToolCalls _toolCalls;
    private readonly ClaudeApprovals _approvals;
    private readonly ClaudeMcpServers _servers;
    private readonly ClaudeSystem _system;
    private readonly ClaudeMessages _messages;
    private readonly ClaudeGreeting _greeting;
    private readonly ClaudeUsage _usage = new();
    private readonly QuietWatch _watch;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private ClaudeTurn? _turn;
    private string _usageItem;
    private bool _isStarted;

    public ClaudeConversation(AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time)
    {
        (_pipe, _time) = (pipe, time);
        var paths = new WorktreePaths(spec.WorkingDirectory);
        var tools = new ClaudeTools(paths);
        _sink = new(sink);
        _items = new(time);
        _control = new(pipe);
        _toolCalls = new(_sink, tools, _items);
        _approvals = new(_sink, tools, _toolCalls, new(tools, paths, files), _items);
        _messages = new(_sink, _toolCalls, _items);
        _servers = new(_control, _sink, spec, time);
        _system = new(_sink, _servers, spec, time);
        _greeting = new(_control, _system, spec, time);
        _watch = new("Claude Code", _sink, time);
        _usageItem = _items.Create();
    }

    public Task Ended => _ended.Task;

    public async Task<AgentStarted> StartAsync(CancellationToken cancellationToken)
    {
        _reading = ReadAsync();
        var started = await _greeting.GreetAsync(cancellationToken);
        _isStarted = true;
        return started with { McpLeftOut = await _servers.GiveAsync(cancellationToken) };
    }

    public async Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        var turn = new ClaudeTurn(_items.Create());
        lock (_gate)
        {
            if (_turn is not null)
            {
                throw new InvalidOperationException("A turn runs already.");
            }

            _turn = turn;
        }

        using var watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var watching = _watch.RunAsync(() => _approvals.IsAsking, watched.Token);
        try
        {
            if (_ended.Task.IsCompleted)
            {
                return Crashed(turn);
            }

            await _control.SendAsync(ClaudePrompt.Write(prompt, turn.Command), cancellationToken);
            return await turn.Result.WaitAsync(cancellationToken);
        }
        catch (IOException)
        {
            return Crashed(turn);
        }
        finally
        {
            lock (_gate)
            {
                _turn = null;
            }

            await watched.CancelAsync();
            await watching;
        }
    }

    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        string[] steered;
        lock (_gate)
        {
            if (_turn is null)
            {
                return;
            }

            _turn.IsInterrupted = true;
            _turn.IsStopSent = _turn.IsStarted;
            steered = [.. _turn.Steered];
        }

        foreach (var command in steered)
        {
            // Else Claude Code would begin with it as soon as it has stopped.
            await TryRequestAsync(new() { ["subtype"] = "cancel_async_message", ["message_uuid"] = command }, cancellationToken);
        }

        await StopAsync(cancellationToken);
    }

    /// <summary>Claude Code takes up what is written to it between two steps of its work, or else as soon as it is done.</summary>
    public async Task<bool> SteerAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        var command = _items.Create();
        lock (_gate)
        {
            if (_turn is not { IsStarted: true, IsInterrupted: false } turn)
            {
                return false;
            }

            turn.Steered.Add(command);
        }

        try
        {
            await _control.SendAsync(ClaudePrompt.Write(prompt, command), cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken)
    {
        if (_approvals.Take(answer) is not { } taken)
        {
            return false;
        }

        try
        {
            await _control.RespondAsync(taken.RequestId, taken.Response, cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken)
    {
        if (mode is { } wanted)
        {
            var name = ClaudeModes.Name(wanted);
            var answer = await TryRequestAsync(new() { ["subtype"] = "set_permission_mode", ["mode"] = name }, cancellationToken);
            await (answer?.Text("subtype") == "success"
                ? _system.ModeChangedAsync(answer.Member("response").Text("mode") ?? name, cancellationToken)
                : _sink.NoticeAsync("mode_unchanged", $"Claude Code stays in its mode: {answer?.Text("error") ?? "it did not answer"}.", cancellationToken));
        }

        if (model is { Length: > 0 })
        {
            var answer = await TryRequestAsync(new() { ["subtype"] = "set_model", ["model"] = model }, cancellationToken);
            await (answer?.Text("subtype") == "success"
                ? _system.ModelChangedAsync(model, cancellationToken)
                : _sink.NoticeAsync("model_unchanged", $"Claude Code keeps its model: {answer?.Text("error") ?? "it did not answer"}.", cancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.CloseInputAsync();
        await _closing.CancelAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await new MessageReader(_pipe, _sink).ReadAsync(HandleAsync, _closing.Token);
            await _approvals.WithdrawAllAsync(_closing.Token);
            await _toolCalls.EndTurnAsync(completed: false, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }
        finally
        {
            _ended.TrySetResult();
            _control.Close();
            lock (_gate)
            {
                if (_turn is { } turn)
                {
                    turn.End(Crashed(turn));
                }
            }
        }
    }

    private async ValueTask HandleAsync(JsonElement message, CancellationToken cancellationToken)
    {
        _watch.Hear();
        switch (message.Text("type"))
        {
            case "stream_event":
                await _messages.StreamAsync(message, cancellationToken);
                await ReportUsageAsync(_usage.AddMessage(message), cancellationToken);
                break;
            case "assistant" when message.Flag("is_api_error_message"):
                break; // the result says the same
            case "assistant":
                NotePoint(message);
                await _messages.CompleteAsync(message, cancellationToken);
                break;
            case "user":
                await HandleToolResultsAsync(message, cancellationToken);
                break;
            case "result":
                await HandleResultAsync(message, cancellationToken);
                break;
            case "control_request":
                await HandleControlAsync(message, cancellationToken);
                break;
            case "control_response":
                _control.Complete(message);
                break;
            case "control_cancel_request":
                await _approvals.WithdrawAsync(message.Text("request_id"), cancellationToken);
                break;
            case "command_lifecycle":
                await HandleLifecycleAsync(message, cancellationToken);
                break;
            default:
                await _system.HandleAsync(message, cancellationToken);
                break;
        }
    }

    /// <summary>A copy of the session can begin after any message of the main agent.</summary>
    private void NotePoint(JsonElement message)
    {
        lock (_gate)
        {
            if (message.Member("parent_tool_use_id") is not { ValueKind: JsonValueKind.String })
            {
                _turn?.LastMessage = message.Text("uuid") ?? _turn.LastMessage;
            }
        }
    }

    private async ValueTask HandleToolResultsAsync(JsonElement message, CancellationToken cancellationToken)
    {
        if (message.Flag("isReplay"))
        {
            return;
        }

        foreach (var block in message.Member("message").Items("content"))
        {
            if (block.Text("type") == "tool_result")
            {
                await _toolCalls.FinishAsync(block, message, cancellationToken);
            }
        }
    }

    private async ValueTask HandleControlAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var (id, request) = (message.Text("request_id"), message.Member("request"));
        if (id is null || request is not { } asked)
        {
            await _sink.RawAsync("control_request", message, cancellationToken);
        }
        else if (asked.Text("subtype") == "can_use_tool")
        {
            await _approvals.AskAsync(id, asked, cancellationToken);
        }
        else
        {
            await _sink.RawAsync("control_request", message, cancellationToken);
            await _control.RefuseAsync(id, $"Homeport does not serve {asked.Text("subtype") ?? "this request"}.", cancellationToken);
        }
    }

    private async ValueTask HandleLifecycleAsync(JsonElement message, CancellationToken cancellationToken)
    {
        bool stop;
        lock (_gate)
        {
            var command = message.Text("command_uuid");
            if (_turn is not { } turn || command is null || message.Text("state") == "queued" || turn.Steered.Remove(command) || turn.Command != command)
            {
                return;
            }

            turn.IsStarted = true;
            stop = turn is { IsInterrupted: true, IsStopSent: false };
            turn.IsStopSent |= stop;
        }

        if (stop)
        {
            // It was told to stop while the prompt still waited, and so took it up all the same.
            await SendStopAsync(cancellationToken);
        }
    }

    private async ValueTask HandleResultAsync(JsonElement message, CancellationToken cancellationToken)
    {
        if (!_isStarted && message.Flag("is_error"))
        {
            _greeting.Refuse(message);
            return;
        }

        var usage = _usage.TakeShare(message);
        await ReportUsageAsync(usage, cancellationToken);
        _usageItem = _items.Create();
        ClaudeTurn? turn;
        lock (_gate)
        {
            turn = _turn?.TakeResult(message, usage) == true ? _turn : null;
        }

        if (turn is null)
        {
            return;
        }

        usage = ClaudeUsage.Add(turn.UsedBefore, usage);
        var result = turn.Judge(message, usage, _system.LimitResetsAt, _time.GetUtcNow());
        await _approvals.WithdrawAllAsync(cancellationToken);
        await _toolCalls.EndTurnAsync(result.Outcome == TurnOutcome.Completed, cancellationToken);
        turn.End(result);
    }

    private ValueTask ReportUsageAsync(TokenUsage? usage, CancellationToken cancellationToken) => usage is null
        ? ValueTask.CompletedTask
        : _sink.PublishAsync(EventKinds.Usage, _usageItem, usage, ProtocolJson.Default.TokenUsage, cancellationToken);

    private async Task StopAsync(CancellationToken cancellationToken) =>
        await TryRequestAsync(new() { ["subtype"] = "interrupt" }, cancellationToken);

    private async ValueTask SendStopAsync(CancellationToken cancellationToken) => await _control.SendAsync(
        new()
        {
            ["type"] = "control_request",
            ["request_id"] = _items.Create(),
            ["request"] = new JsonObject { ["subtype"] = "interrupt" },
        },
        cancellationToken);

    /// <summary>The answer, or null when there was none in time.</summary>
    private async Task<JsonElement?> TryRequestAsync(JsonObject request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ClaudeGreeting.AnswerLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _control.RequestAsync(request, either.Token);
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private TurnResult Crashed(ClaudeTurn turn) => turn.IsInterrupted
        ? new() { Outcome = TurnOutcome.Interrupted, NativeSessionId = _system.NativeSessionId }
        : new()
        {
            Outcome = TurnOutcome.Failed,
            Failure = Verdict.Crashed("Claude Code").Failure,
            NativeSessionId = _system.NativeSessionId,
        };
}
