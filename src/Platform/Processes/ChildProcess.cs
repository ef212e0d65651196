using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// A running program in a session of its own, with pipes on its three standard streams and default signal dispositions.
/// Owns the whole tree: disposing kills what is left of it, escaped descendants included. Reading its output is the
/// caller's duty; a child whose output nobody reads blocks once the pipe (64 KiB) is full.
/// </summary>
public sealed partial class ChildProcess : IProgram, IAsyncDisposable
{
    /// <summary>The environment variable that carries <see cref="RunId"/>; every descendant inherits it.</summary>
    public const string RunVariable = "HOMEPORT_RUN";

    private static readonly TimeSpan DisposeGrace = TimeSpan.FromMilliseconds(500);

    private readonly ProcessTree _tree;

    /// <summary>The process id, which is also the id of its group and session.</summary>
    public int Id => _tree.Id;

    /// <summary>Unique to this run, also when the process id is used again.</summary>
    public Guid RunId => _tree.RunId;

    /// <summary>The child's standard input. Disposing it is how the child sees the end of input.</summary>
    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    /// <summary>Completes when the process itself has ended; descendants may still run and hold its output open.</summary>
    public Task<ProcessExit> Exited => _tree.Exited;

    /// <exception cref="ProcessStartException">The program, its folder or the operating system does not allow it.</exception>
    public static ChildProcess Start(ProcessStart start, TimeProvider time)
    {
        OperatingSystemSupport.DemandLinux("Starting processes");
        return StartOnLinux(start, time);
    }

    /// <summary>
    /// Asks the whole tree to end (SIGTERM), waits up to <paramref name="grace"/>, then kills what is left and returns once
    /// no process of the tree exists. Idempotent. Cancelling shortens the grace to nothing; the kill still happens.
    /// </summary>
    /// <exception cref="TimeoutException">Something survives SIGKILL for five seconds, as a process in a dead device wait does.</exception>
    public Task StopAsync(TimeSpan grace, CancellationToken cancellationToken) => _tree.StopAsync(grace, cancellationToken);

    /// <summary>Kills the tree at once, without grace.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => _tree.StopAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>The living processes of the tree, descendants that left group and session included.</summary>
    public IReadOnlyList<int> FindTree() => _tree.FindTree();

    /// <summary>After a regular exit: what the program left behind may live on, and disposing need not look for it.</summary>
    internal void LetGo() => _tree.LetGo();

    public async ValueTask DisposeAsync()
    {
        await Input.DisposeAsync();
        if (!_tree.IsSettled)
        {
            await _tree.StopAsync(DisposeGrace, CancellationToken.None); // cleanup is not cancellable, only bounded
        }

        await Output.DisposeAsync();
        await Error.DisposeAsync();
    }
}
