using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Amp;

/// <summary>
/// One turn with Amp: the prompt goes in, its messages come out, and the process ends; the next turn is another process in
/// the same thread. The messages have the form of Claude Code's.
/// </summary>
internal sealed class AmpConversation : IAgentConversation
{
    private readonly AgentSessionSpec _spec;
    private readonly IAgentPipe _pipe;
    private readonly TimeProvider _time;
    private readonly SerialSink _sink;
    private readonly ClaudeToolCalls _toolCalls;
    private readonly ClaudeMessages _messages;
    private readonly OneTurn _turn;
    private readonly TaskCompletionSource<JsonElement?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _usageItem;
    private readonly Task _reading;
    private TokenUsage _usage = new();
    private string? _thread;

    public AmpConversation(AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, TimeProvider time)
    {
        (_spec, _pipe, _time, _thread) = (spec, pipe, time, spec.NativeSessionId);
        var items = new ItemIds(time);
        _usageItem = items.Create();
        _sink = new(sink);
        _toolCalls = new(_sink, new ClaudeTools(new WorktreePaths(spec.WorkingDirectory)), items);
        _messages = new(_sink, _toolCalls, items);
        _turn = new(AmpAdapter.DisplayName, spec, pipe, _sink, time);
        _reading = ReadAsync();
    }

    /// <summary>Its one turn is over; the process has nothing more to do.</summary>
    public Task Ended => _result.Task;

    public Task<AgentStarted> StartAsync(CancellationToken cancellationToken) => Task.FromResult(new AgentStarted
    {
        NativeSessionId = _thread,
        Version = _spec.AgentVersion,
        Model = _spec.Model,
        Mode = _spec.PermissionMode == PermissionMode.Bypass ? "dangerously-allow-all" : null,
    });

    public Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken) => _turn.RunAsync(
        prompt, JsonWriting.Line(MessageOf(prompt.Text)),
        async () =>
        {
            var judged = Judge(await _result.Task.WaitAsync(cancellationToken));
            await _toolCalls.EndTurnAsync(judged.Outcome == TurnOutcome.Completed, cancellationToken);
            return judged;
        },
        cancellationToken);

    public Task InterruptAsync(CancellationToken cancellationToken) => _turn.InterruptAsync();

    public Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken) =>
        _turn.ConfigureAsync(mode, model, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _turn.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await new MessageReader(_pipe, _sink).ReadAsync(HandleAsync, _turn.Closing);
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }
        finally
        {
            _result.TrySetResult(null);
        }
    }

    private async ValueTask HandleAsync(JsonElement message, CancellationToken cancellationToken)
    {
        _turn.Hear();
        await LearnThreadAsync(message.Text("session_id"), cancellationToken);
        switch (message.Text("type"))
        {
            case "system" when message.Text("subtype") == "init":
                break; // its thread is all that we do not know
            case "assistant":
                await _messages.CompleteAsync(message, cancellationToken);
                await CountAsync(message.Member("message").Member("usage"), cancellationToken);
                break;
            case "user":
                foreach (var block in message.Member("message").Items("content").Where(block => block.Text("type") == "tool_result"))
                {
                    await _toolCalls.FinishAsync(block, message, cancellationToken);
                }

                break;
            case "result":
                _result.TrySetResult(message.Clone());
                break;
            case var type:
                await _sink.RawAsync(type ?? "amp", message, cancellationToken);
                break;
        }
    }

    /// <summary>A new thread tells its id with the first message.</summary>
    private async ValueTask LearnThreadAsync(string? thread, CancellationToken cancellationToken)
    {
        if (thread is not { Length: > 0 } || thread == _thread)
        {
            return;
        }

        _thread = thread;
        await _sink.PublishAsync(
            EventKinds.SessionStarted, null,
            new SessionStartedPayload
            {
                AgentType = AgentKinds.Amp,
                AgentVersion = _spec.AgentVersion,
                Model = _spec.Model,
                NativeSessionId = thread,
            },
            ProtocolJson.Default.SessionStartedPayload, cancellationToken);
    }

    private async ValueTask CountAsync(JsonElement? usage, CancellationToken cancellationToken)
    {
        if (usage is null)
        {
            return;
        }

        var (input, output) = (usage.Whole("input_tokens") ?? 0, usage.Whole("output_tokens") ?? 0);
        var (read, written) = (usage.Whole("cache_read_input_tokens") ?? 0, usage.Whole("cache_creation_input_tokens") ?? 0);
        _usage = _usage with
        {
            InputTokens = _usage.InputTokens + input,
            OutputTokens = _usage.OutputTokens + output,
            CacheReadTokens = _usage.CacheReadTokens + read,
            CacheWriteTokens = _usage.CacheWriteTokens + written,
            ContextUsed = input + read + written + output,
            ContextSize = usage.Whole("max_tokens") ?? _usage.ContextSize,
        };
        await _sink.PublishAsync(EventKinds.Usage, _usageItem, _usage, ProtocolJson.Default.TokenUsage, cancellationToken);
    }

    private TurnResult Judge(JsonElement? result)
    {
        var judged = new TurnResult { Outcome = TurnOutcome.Completed, Usage = _usage, NativeSessionId = _thread };
        if (_turn.IsInterrupted)
        {
            return judged with { Outcome = TurnOutcome.Interrupted };
        }

        if (result is not { } told)
        {
            return judged with { Outcome = TurnOutcome.Failed, Failure = Verdict.Crashed(AmpAdapter.DisplayName).Failure };
        }

        if (!told.Flag("is_error") && told.Text("subtype") is null or "success")
        {
            return judged with { StopReason = "end_turn" };
        }

        var verdict = Verdict.Judge(
            AmpAdapter.DisplayName, AmpAdapter.LogInStep, null,
            told.Text("error") ?? told.Text("result") ?? told.Text("subtype") ?? "it gave no reason", _time.GetUtcNow());
        return judged with
        {
            Outcome = verdict.Outcome,
            StopReason = told.Text("subtype"),
            Failure = verdict.Failure,
            LimitResetsAt = verdict.ResetsAt,
        };
    }

    private static JsonObject MessageOf(string text) => new()
    {
        ["type"] = "user",
        ["message"] = new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray { (JsonNode)new JsonObject { ["type"] = "text", ["text"] = text } },
        },
    };
}
