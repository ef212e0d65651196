using System.Text;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Aider;

/// <summary>
/// One turn with Aider: the message goes in, text comes out, and the process ends. What it changed and committed is read from
/// git like all changes; its own lines about that are shown as steps.
/// </summary>
internal sealed class AiderConversation : IAgentConversation
{
    /// <summary>It has no ids of its own: this says that there is a history in the worktree to go on with.</summary>
    private const string History = ".aider.chat.history.md";

    private readonly AgentSessionSpec _spec;
    private readonly IAgentPipe _pipe;
    private readonly TimeProvider _time;
    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly OneTurn _turn;
    private readonly Task _reading;
    private readonly string _usageItem;
    private TokenUsage _usage = new();
    private string? _message;
    private string? _problem;

    public AiderConversation(AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, TimeProvider time)
    {
        (_spec, _pipe, _time, _items) = (spec, pipe, time, new ItemIds(time));
        _usageItem = _items.Create();
        _sink = new(sink);
        _turn = new(AiderAdapter.DisplayName, spec, pipe, _sink, time);
        _reading = ReadAsync();
    }

    public Task Ended => _reading;

    public Task<AgentStarted> StartAsync(CancellationToken cancellationToken) => Task.FromResult(new AgentStarted
    {
        NativeSessionId = History,
        Version = _spec.AgentVersion,
        Model = _spec.Model,
        Mode = _spec.PermissionMode == PermissionMode.Plan ? "ask" : "code",
    });

    public Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken) => _turn.RunAsync(
        prompt, Encoding.UTF8.GetBytes(prompt.Text),
        async () =>
        {
            await _reading.WaitAsync(cancellationToken);
            return Judge(await _pipe.ExitCodeAsync(cancellationToken));
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
            await foreach (var line in _pipe.ReadLinesAsync(_turn.Closing))
            {
                _turn.Hear();
                if (line.TooLong)
                {
                    await _sink.RawAsync(line, _turn.Closing);
                    continue;
                }

                await HandleAsync(Encoding.UTF8.GetString(line.Bytes.Span).TrimEnd('\r'), _turn.Closing);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // closed by us, or a broken pipe, which is an end like any other
        }
    }

    private async ValueTask HandleAsync(string line, CancellationToken cancellationToken)
    {
        switch (AiderLine.Read(line))
        {
            case AiderLine.Edit edit:
                await StepAsync(ToolKind.Edit, $"Edit {edit.Path}", edit.Path, cancellationToken);
                break;
            case AiderLine.Commit commit:
                await StepAsync(ToolKind.Other, $"Commit {commit.Hash} {commit.Message}", null, cancellationToken);
                break;
            case AiderLine.Use use:
                _problem = null; // it tried again, and was answered
                _usage = _usage with
                {
                    InputTokens = _usage.InputTokens + use.Sent,
                    OutputTokens = _usage.OutputTokens + use.Received,
                    CostUsd = use.Cost is { } cost ? (_usage.CostUsd ?? 0) + cost : _usage.CostUsd,
                };
                await _sink.PublishAsync(EventKinds.Usage, _usageItem, _usage, ProtocolJson.Default.TokenUsage, cancellationToken);
                break;
            case AiderLine.Greeting when _message is null:
                break;
            case AiderLine.Problem problem:
                _problem ??= problem.Words;
                await SayAsync(line, cancellationToken);
                break;
            case AiderLine.Text { Words: "" } when _message is null:
                break;
            default:
                await SayAsync(line, cancellationToken);
                break;
        }
    }

    private async ValueTask SayAsync(string line, CancellationToken cancellationToken)
    {
        _message ??= _items.Create();
        await _sink.StreamTextAsync(EventKinds.AgentMessage, _message, line + "\n", null, cancellationToken);
    }

    private async ValueTask StepAsync(ToolKind kind, string title, string? path, CancellationToken cancellationToken)
    {
        _message = null;
        await _sink.ToolCallAsync(
            _items.Create(),
            new()
            {
                Title = Titles.FirstLine(title),
                Kind = kind,
                Status = ToolStatus.Completed,
                Locations = path is null ? null : [new() { Path = path }],
            },
            cancellationToken);
    }

    /// <summary>It ends with 0 also when its request failed; then its words tell.</summary>
    private TurnResult Judge(int? exitCode)
    {
        var judged = new TurnResult { Outcome = TurnOutcome.Completed, Usage = _usage, NativeSessionId = History };
        if (_turn.IsInterrupted)
        {
            return judged with { Outcome = TurnOutcome.Interrupted };
        }

        if (_problem is { } words)
        {
            var verdict = Verdict.Judge(AiderAdapter.DisplayName, AiderAdapter.LogInStep, null, words, _time.GetUtcNow());
            return judged with { Outcome = verdict.Outcome, Failure = verdict.Failure, LimitResetsAt = verdict.ResetsAt };
        }

        return exitCode is null or 0
            ? judged
            : judged with { Outcome = TurnOutcome.Failed, Failure = Verdict.Crashed(AiderAdapter.DisplayName).Failure };
    }
}
