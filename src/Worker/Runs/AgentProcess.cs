using System.Runtime.CompilerServices;
using System.Text;
using Homeport.Agents;
using Homeport.Platform.Processes;
using Homeport.Rpc.Lines;

namespace Homeport.Worker.Runs;

/// <summary>An agent's process as a conversation sees it: lines in, lines out. Owns the process and its whole tree.</summary>
internal sealed class AgentProcess : IAgentPipe, ILivingProcess
{
    private const int LongestLine = 8 * 1024 * 1024;
    private const int ErrorTailBytes = 4 * 1024;
    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>How long a program whose output is at its end may take to end itself.</summary>
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _child;
    private readonly TimeProvider _time;
    private readonly TimeSpan _grace;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _errorGate = new();
    private readonly Task _drainingErrors;
    private readonly byte[] _errorTail = new byte[ErrorTailBytes];
    private long _errorBytes;

    private AgentProcess(ChildProcess child, TimeSpan grace, TimeProvider time)
    {
        (_child, _grace, _time) = (child, grace, time);
        _drainingErrors = DrainErrorsAsync();
    }

    public int Id => _child.Id;

    public Task<ProcessExit> Exited => _child.Exited;

    /// <exception cref="ProcessStartException">It could not be started.</exception>
    public static AgentProcess Start(ProcessStart start, TimeSpan grace, TimeProvider time) =>
        new(ChildProcess.Start(start, time), grace, time);

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new LineReader(_child.Output, LongestLine);
        while (await reader.ReadAsync(cancellationToken) is { } line)
        {
            yield return new AgentLine(line.Bytes, line.TooLong, line.Length);
        }
    }

    public async ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _child.Input.WriteAsync(utf8, cancellationToken);
            await _child.Input.WriteAsync(LineEnd, cancellationToken);
            await _child.Input.FlushAsync(cancellationToken);
        }
        catch (ObjectDisposedException disposed)
        {
            throw new IOException("The agent's input is closed.", disposed);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask CloseInputAsync() => await _child.Input.DisposeAsync();

    public async ValueTask<int?> ExitCodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var exit = await _child.Exited.WaitAsync(ExitPatience, _time, cancellationToken);
            return exit.Code ?? (exit.Signal is { } signal ? 128 + signal : null); // as a shell tells it
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>The last thing it wrote to standard error, at most 4 KiB; null if it wrote nothing.</summary>
    public string? LastWords()
    {
        lock (_errorGate)
        {
            if (_errorBytes == 0)
            {
                return null;
            }

            var tail = new byte[Math.Min(_errorBytes, ErrorTailBytes)];
            for (var index = 0; index < tail.Length; index++)
            {
                tail[index] = _errorTail[(_errorBytes - tail.Length + index) % ErrorTailBytes];
            }

            return Encoding.UTF8.GetString(tail).Trim();
        }
    }

    /// <summary>Asks it to end by closing its input, waits, ends the tree, and returns when nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseInputAsync();
        await _child.StopAsync(_grace, CancellationToken.None); // bounded: grace, then SIGKILL
        await _child.DisposeAsync();
        await _drainingErrors;
        _writing.Dispose();
    }

    private async Task DrainErrorsAsync()
    {
        var buffer = new byte[4 * 1024];
        try
        {
            while (await _child.Error.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            {
                lock (_errorGate)
                {
                    for (var index = 0; index < read; index++)
                    {
                        _errorTail[(_errorBytes + index) % ErrorTailBytes] = buffer[index];
                    }

                    _errorBytes += read;
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process was ended while we read.
        }
    }
}
