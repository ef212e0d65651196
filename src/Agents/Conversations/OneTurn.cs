using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Conversations;

/// <summary>
/// The one turn of an agent that is a process for each turn: the prompt goes in, the input is closed, and what the process says
/// until its end is the turn. Such an agent takes no images, no word to stop and no change of its settings in between.
/// </summary>
/// <param name="agent">Its name, for people.</param>
/// <param name="spec">What the process was started with.</param>
/// <param name="pipe">The process.</param>
/// <param name="sink">Gets notices.</param>
/// <param name="time">The clock.</param>
internal sealed class OneTurn(string agent, AgentSessionSpec spec, IAgentPipe pipe, SerialSink sink, TimeProvider time) : IAsyncDisposable
{
    private readonly QuietWatch _watch = new(agent, sink, time);
    private readonly CancellationTokenSource _closing = new();
    private int _turns;
    private volatile bool _isInterrupted;

    /// <summary>Cancelled when we close it.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>It was to be stopped, by which the process is ended.</summary>
    public bool IsInterrupted => _isInterrupted;

    /// <summary>The process said something.</summary>
    public void Hear() => _watch.Hear();

    /// <summary>Gives it the prompt and waits for the end of the turn.</summary>
    /// <param name="prompt">What a person said.</param>
    /// <param name="line">The same in the agent's form.</param>
    /// <param name="end">Waits for the end and judges it.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async Task<TurnResult> RunAsync(
        AgentPrompt prompt, ReadOnlyMemory<byte> line, Func<Task<TurnResult>> end, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _turns) > 1)
        {
            throw new InvalidOperationException("This process has had its turn.");
        }

        if (prompt.Attachments is { Count: > 0 })
        {
            await sink.NoticeAsync("images_left_out", $"{agent} takes no images here; it got the text only.", cancellationToken);
        }

        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var watching = _watch.RunAsync(() => false, turn.Token);
        try
        {
            await pipe.WriteLineAsync(line, cancellationToken);
            await pipe.CloseInputAsync(); // the end of the message, after which it ends itself
        }
        catch (IOException)
        {
            // it is gone, which the end of its output tells
        }

        try
        {
            return await end();
        }
        finally
        {
            await turn.CancelAsync();
            await watching;
        }
    }

    /// <summary>There is no word for it: the turn ends with the process.</summary>
    public Task InterruptAsync()
    {
        _isInterrupted = _turns > 0;
        return Task.CompletedTask;
    }

    public async Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken)
    {
        if ((mode is { } wanted && wanted != spec.PermissionMode) || (model is { Length: > 0 } && model != spec.Model))
        {
            await sink.NoticeAsync("config_later", $"{agent} takes the change up with the next prompt.", cancellationToken);
        }
    }

    /// <summary>Nothing more is read or said; the owner then awaits its reading.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            await pipe.CloseInputAsync();
        }
    }
}
