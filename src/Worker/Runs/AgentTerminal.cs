using Homeport.Agents;
using Homeport.Platform.Processes;

namespace Homeport.Worker.Runs;

/// <summary>A program that an agent has us run: its output, and its end. Owns the process tree.</summary>
internal sealed class AgentTerminal : IAgentTerminal
{
    /// <summary>How long an ended program's output may be held open by something it left behind.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(500);

    private readonly ChildProcess _child;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly ByteTail _output;
    private readonly Task _reading;
    private readonly CancellationTokenSource _closing = new();
    private int _isDisposed;

    public AgentTerminal(ChildProcess child, int limit, TimeSpan grace, TimeProvider time)
    {
        (_child, _grace, _time, _output) = (child, grace, time, new ByteTail(limit));
        _reading = Task.WhenAll(ReadAsync(child.Output), ReadAsync(child.Error));
        Exited = EndAsync();
    }

    public Task<AgentTerminalExit> Exited { get; }

    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    public AgentTerminalOutput Read()
    {
        var (text, isCut, total) = _output.Read();
        return new(text, isCut, total);
    }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _child.StopAsync(_grace, cancellationToken);
        await Exited.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _child.StopAsync(_grace, CancellationToken.None); // bounded: grace, then SIGKILL
            await Exited;
            await _closing.CancelAsync();
            await _reading;
            await _child.DisposeAsync();
            _closing.Dispose();
        }
    }

    private async Task<AgentTerminalExit> EndAsync()
    {
        await _child.Input.DisposeAsync(); // it has nobody to ask
        var exit = await _child.Exited;
        await Task.WhenAny(_reading, Task.Delay(DrainPatience, _time, CancellationToken.None));
        return new(exit.Code, exit.Signal);
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, _closing.Token) is > 0 and var count)
            {
                _output.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception closed) when (closed is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The program is gone, or nobody waits for the rest.
        }
    }
}
