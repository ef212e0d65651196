using Homeport.Agents.Conversations;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Terminal;

/// <summary>
/// What Homeport does with a program in a terminal: types prompts and watches. A turn lasts until the program ends, or until
/// the next prompt is to be typed (<see cref="YieldAsync"/>); the program itself says nothing of turns.
/// </summary>
internal sealed class TerminalConversation : IAgentConversation
{
    /// <summary>A program takes an Enter that comes with the paste for a part of it.</summary>
    private static readonly TimeSpan BeforeEnter = TimeSpan.FromMilliseconds(200);

    /// <summary>How long its screen must be still before the first prompt is typed.</summary>
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(700);

    /// <summary>After this it is typed to whatever is there.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterInterrupt = TimeSpan.FromMilliseconds(400);
    private const int LinesTold = 12;

    /// <summary>What a shell tells of programs that were ended by SIGHUP, SIGINT, SIGKILL and SIGTERM.</summary>
    private static readonly int[] Stopped = [128 + 1, 128 + 2, 128 + 9, 128 + 15];

    private readonly string _agent;
    private readonly FirstPrompt _first;
    private readonly IAgentConsole _console;
    private readonly SerialSink _sink;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource<TurnOutcome>? _boundary;
    private bool _hasBegun;

    public TerminalConversation(string agent, FirstPrompt first, IAgentConsole console, IAgentSink sink, TimeProvider time) =>
        (_agent, _first, _console, _sink, _time) = (agent, first, console, new SerialSink(sink), time);

    public Task Ended => _console.Ended;

    public Task<AgentStarted> StartAsync(CancellationToken cancellationToken) => Task.FromResult(new AgentStarted());

    public async Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        TaskCompletionSource<TurnOutcome> boundary;
        lock (_gate)
        {
            boundary = _boundary = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (prompt.Attachments is { Count: > 0 })
        {
            await _sink.NoticeAsync("images_left_out", $"{_agent} takes no images here; it got the text only.", cancellationToken);
        }

        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var watching = new ActivityWatch(_console, _sink, _time).RunAsync(turn.Token);
        try
        {
            await SayAsync(prompt.Text, boundary.Task, turn.Token);
            await Task.WhenAny(_console.Ended, boundary.Task).WaitAsync(turn.Token);
            return _console.Ended.IsCompleted && !boundary.Task.IsCompleted
                ? Judge(await _console.Ended)
                : new() { Outcome = await boundary.Task, StopReason = "next_prompt" };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { Outcome = TurnOutcome.Interrupted };
        }
        finally
        {
            lock (_gate)
            {
                _boundary = null;
            }

            await turn.CancelAsync();
            await watching;
        }
    }

    /// <summary>Ctrl-C, as a person would press it. What the program makes of it is its own affair; the turn is over.</summary>
    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<TurnOutcome>? boundary;
        lock (_gate)
        {
            boundary = _boundary;
        }

        if (boundary is null)
        {
            return;
        }

        _console.Type(TypedPrompt.Interrupt);
        await Task.WhenAny(_console.Ended, Task.Delay(AfterInterrupt, _time, cancellationToken));
        boundary.TrySetResult(TurnOutcome.Interrupted);
    }

    public Task<bool> YieldAsync()
    {
        lock (_gate)
        {
            return Task.FromResult(_boundary?.TrySetResult(TurnOutcome.Completed) ?? false);
        }
    }

    public Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
        }
    }

    /// <summary>The first prompt as it is set, all others typed.</summary>
    private async Task SayAsync(string text, Task boundary, CancellationToken cancellationToken)
    {
        var isFirst = !_hasBegun;
        _hasBegun = true;
        if (isFirst && _first != FirstPrompt.Typed)
        {
            return;
        }

        if (isFirst)
        {
            await WaitForStillnessAsync(boundary, cancellationToken);
        }

        if (_console.Ended.IsCompleted || boundary.IsCompleted)
        {
            return;
        }

        var isTyped = _console.Type(TypedPrompt.Encode(text, _console.TakesMarkedPaste));
        await Task.WhenAny(_console.Ended, Task.Delay(BeforeEnter, _time, cancellationToken));
        if (!isTyped || !_console.Type(TypedPrompt.Enter))
        {
            await _sink.NoticeAsync(
                "not_typed", $"{_agent} reads nothing that is typed, so it did not get all of the prompt. Look at its terminal.", cancellationToken);
        }
    }

    private async Task WaitForStillnessAsync(Task boundary, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (!_console.Ended.IsCompleted && !boundary.IsCompleted && _time.GetElapsedTime(since) < LongestStart
            && (_console.LastOutputAt is not { } last || _time.GetUtcNow() - last < Stillness))
        {
            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    /// <summary>All that is known of how it went is the code with which it ended.</summary>
    private TurnResult Judge(int? code) => code switch
    {
        0 => new() { Outcome = TurnOutcome.Completed, StopReason = "exit_0" },
        null => new() { Outcome = TurnOutcome.Interrupted, StopReason = "exit_unknown" },
        { } signal when Stopped.Contains(signal) => new() { Outcome = TurnOutcome.Interrupted, StopReason = $"exit_{code}" },
        _ => new()
        {
            Outcome = TurnOutcome.Failed,
            StopReason = $"exit_{code}",
            Failure = new()
            {
                Code = "program_failed",
                Message = $"{_agent} ended with code {code}.",
                Detail = _console.LastLines(LinesTold) is { Length: > 0 } words ? words : null,
                Next = "Read its last lines, then press Retry to start it again.",
            },
        },
    };
}
