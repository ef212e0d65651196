using Homeport.Platform.Native;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Terminals;

/// <summary>
/// A program on a terminal of its own: it leads a session whose controlling terminal this is, so keys such as Ctrl-C become
/// signals and jobs work. Owns the whole tree: disposing ends what is left of it, escaped descendants included. Nobody reads
/// ahead: what is not read stays in the kernel (some 70 KiB), then the programs wait.
/// </summary>
public sealed partial class PseudoTerminal : IAsyncDisposable
{
    private static readonly TimeSpan DisposeGrace = TimeSpan.FromMilliseconds(500);

    private readonly ProcessTree _tree;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>The id of the first program, which is also the id of its session.</summary>
    public int Id => _tree.Id;

    /// <summary>Completes when the first program has ended; what it started may still run and write.</summary>
    public Task<ProcessExit> Exited => _tree.Exited;

    public TerminalSize Size { get; private set; }

    /// <exception cref="ProcessStartException">The program, its folder or the operating system does not allow it.</exception>
    /// <exception cref="IOException">There is no terminal or descriptor left.</exception>
    public static PseudoTerminal Start(ProcessStart start, TerminalSize size, TimeProvider time)
    {
        OperatingSystemSupport.DemandLinux("Opening terminals");
        return StartOnLinux(start, Checked(size), time);
    }

    /// <summary>Waits for output and takes as much of it as there is and fits. One reader at a time.</summary>
    /// <returns>0 when the last program has let go of the terminal, or it was disposed.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(buffer.Length);
        while (true)
        {
            if (Take(buffer.Span) is { } count)
            {
                return count;
            }

            await _watched.Readable.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Types the bytes, in the order of the calls, as fast as the programs take them.</summary>
    /// <returns>False when there is nobody left to type to.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (bytes.Length > 0)
            {
                if (Put(bytes.Span) is not { } count)
                {
                    return false;
                }

                bytes = bytes[count..];
                if (count == 0)
                {
                    await _watched.Writable.WaitAsync(cancellationToken);
                }
            }

            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The living processes in it, those that left its session included.</summary>
    public IReadOnlyList<int> FindTree() => _tree.FindTree();

    /// <summary>Tells the programs a new size (SIGWINCH). Does nothing once the terminal is closed.</summary>
    public void Resize(TerminalSize size) => ResizeOnLinux(Checked(size));

    /// <summary>
    /// Hangs up (SIGHUP, SIGTERM, and SIGCONT for stopped jobs), waits up to <paramref name="grace"/>, then kills what is left
    /// and returns once no process of the tree exists.
    /// </summary>
    /// <exception cref="TimeoutException">Something survives SIGKILL for five seconds, as a process in a dead device wait does.</exception>
    public Task StopAsync(TimeSpan grace, CancellationToken cancellationToken) => _tree.StopAsync(HangUp, grace, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_tree.IsSettled)
        {
            await StopAsync(DisposeGrace, CancellationToken.None); // cleanup is not cancellable, only bounded
        }

        Close();
    }

    private static TerminalSize Checked(TerminalSize size) => size.IsUsable
        ? size
        : throw new ArgumentOutOfRangeException(nameof(size), $"A terminal of {size} characters cannot be had.");
}
