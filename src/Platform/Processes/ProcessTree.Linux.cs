using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// A process that leads its own session, with everything it starts: notices its end, child of ours or not, and ends all of it.
/// </summary>
internal sealed class ProcessTree
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly int[] Polite = [LibC.SIGTERM];

    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly byte[] _marker;

    /// <summary>
    /// Start times of what was found, under the gate: a process that ends loses its environment a moment before it is gone, and
    /// one that writes a title over it keeps running.
    /// </summary>
    private readonly Dictionary<int, long> _met = [];
    private readonly bool _isOurChild;
    private long? _reapedAt; // clock ticks since boot; under _gate
    private volatile bool _isSettled;

    private ProcessTree(int id, Guid run, bool isOurChild, TimeProvider time) =>
        (Id, RunId, _isOurChild, _time, _marker) = (id, run, isOurChild, time, Encoding.UTF8.GetBytes(MarkerOf(run)));

    /// <summary>The process id, which is also the id of its group and session.</summary>
    public int Id { get; }

    /// <summary>What the environment of each process of the tree names.</summary>
    public Guid RunId { get; }

    /// <summary>Completes when the first process has ended; descendants may still run.</summary>
    public Task<ProcessExit> Exited => _exited.Task;

    /// <summary>Nothing of the tree is left that is ours to end.</summary>
    public bool IsSettled => _isSettled;

    public static string MarkerOf(Guid run) => $"{ChildProcess.RunVariable}={run:D}";

    /// <summary>Takes charge of a process that was started a moment ago with the marker of <paramref name="run"/>.</summary>
    /// <exception cref="IOException">It cannot be watched; it is killed and reaped then.</exception>
    public static ProcessTree Watch(int id, Guid run, TimeProvider time)
    {
        var tree = new ProcessTree(id, run, isOurChild: true, time);
        try
        {
            ExitWatcher.Instance.Watch(id, tree.Reap);
            return tree;
        }
        catch (IOException)
        {
            _ = LibC.kill(-id, LibC.SIGKILL);
            tree.Reap();
            throw;
        }
    }

    /// <summary>Takes charge of a process that somebody else started with that marker. Null when it has ended meanwhile.</summary>
    /// <exception cref="IOException">It cannot be watched.</exception>
    public static ProcessTree? WatchOther(ProcessIdentity identity, Guid run, TimeProvider time)
    {
        var tree = new ProcessTree(identity.Id, run, isOurChild: false, time);
        try
        {
            ExitWatcher.Instance.Watch(identity.Id, tree.Reap);
        }
        catch (IOException) when (!identity.IsAlive())
        {
            return null;
        }

        return identity.IsAlive() ? tree : null; // looked at after the descriptor was opened, so the descriptor is of this very process
    }

    /// <summary>See <see cref="ChildProcess.StopAsync"/>.</summary>
    public Task StopAsync(TimeSpan grace, CancellationToken cancellationToken) => StopAsync(Polite, grace, cancellationToken);

    /// <summary>Ends the whole tree: the polite signals in their order, the grace, then SIGKILL until nothing is left.</summary>
    /// <exception cref="TimeoutException">Something survives SIGKILL for five seconds.</exception>
    public async Task StopAsync(IReadOnlyList<int> polite, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (IsGone())
        {
            return; // it ended by itself, and left nothing behind
        }

        if (grace > TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
        {
            foreach (var signal in polite)
            {
                SignalTree(signal);
            }

            if (await IsGoneWithinAsync(grace, signal: null, cancellationToken))
            {
                return;
            }
        }

        SignalTree(LibC.SIGKILL);
        if (!await IsGoneWithinAsync(KillPatience, LibC.SIGKILL, CancellationToken.None))
        {
            throw new TimeoutException(
                $"Process {Id} or a descendant is still there {KillPatience.TotalSeconds:0} s after SIGKILL: {string.Join(", ", FindTree())}. It may be waiting for a dead disk or network mount.");
        }
    }

    /// <summary>After a regular exit: what the program left behind may live on.</summary>
    public void LetGo() => _isSettled = Exited.IsCompleted;

    /// <summary>The living processes of the tree, those that left group and session included.</summary>
    public List<int> FindTree()
    {
        var found = ProcessSweep.Find(_marker, Session());
        lock (_gate)
        {
            foreach (var pid in found)
            {
                if (ProcessStat.Of(pid) is { } stat)
                {
                    _met[pid] = stat.StartTime;
                }
            }

            found.AddRange(_met.Keys.Except(found).Where(IsSame).ToArray());
            foreach (var gone in _met.Keys.Except(found).ToArray())
            {
                _met.Remove(gone);
            }
        }

        return found;
    }

    /// <summary>Under the gate: it lives, and is the one that was met.</summary>
    private bool IsSame(int pid) =>
        ProcessStat.Of(pid) is { IsAlive: true } stat && _met.TryGetValue(pid, out var start) && stat.StartTime == start;

    /// <summary>On the watcher's thread. The exit of a process that is no child, or was reaped by the kernel, stays unknown.</summary>
    private unsafe void Reap()
    {
        ProcessExit exit;
        lock (_gate)
        {
            int status;
            int result;
            do
            {
                result = LibC.waitpid(Id, &status, _isOurChild ? 0 : LibC.WNOHANG);
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);

            _reapedAt = BootTicks();
            exit = result == Id ? ProcessExit.FromWaitStatus(status) : default;
        }

        _exited.TrySetResult(exit);
    }

    /// <summary>A parent that forks and ends while we look can hide its child once, so absence must be seen twice.</summary>
    private bool IsGone()
    {
        if (!Exited.IsCompleted || FindTree().Count > 0 || FindTree().Count > 0)
        {
            return false;
        }

        _isSettled = true;
        return true;
    }

    /// <summary>Looks with growing pauses (1 to 20 ms) until the tree is gone; signals what it meets where asked to.</summary>
    private async Task<bool> IsGoneWithinAsync(TimeSpan limit, int? signal, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            if (IsGone())
            {
                return true;
            }

            var left = limit - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            if (signal is { } again)
            {
                SignalTree(again);
            }

            await PauseAsync(pause < left ? pause : left, cancellationToken);
            pause = pause < TimeSpan.FromMilliseconds(20) ? pause * 2 : pause;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var delay = Task.Delay(pause, _time, cancellationToken);
        _ = Exited.IsCompleted ? await Task.WhenAny(delay) : await Task.WhenAny(delay, Exited);
    }

    /// <summary>The group in one call, then one by one those who left it, so that nobody gets the signal twice.</summary>
    private void SignalTree(int signal)
    {
        int? signalled = null;
        lock (_gate)
        {
            if (_isOurChild && _reapedAt is null)
            {
                _ = LibC.kill(-Id, signal); // not reaped, so the number is ours
                signalled = Id;
            }
        }

        foreach (var pid in FindTree())
        {
            SignalMet(pid, signal, exceptGroup: signalled);
        }
    }

    /// <summary>By a descriptor, so that whoever gets the number meanwhile is not met.</summary>
    private void SignalMet(int pid, int signal, int? exceptGroup)
    {
        var pidfd = LibC.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return; // gone
        }

        bool isSame;
        lock (_gate)
        {
            isSame = IsSame(pid);
        }

        if (isSame && (exceptGroup is null || ProcessStat.Of(pid)?.Group != exceptGroup))
        {
            _ = LibC.PidfdSendSignal(pidfd, signal);
        }

        _ = LibC.close(pidfd);
    }

    private SessionMatch Session()
    {
        lock (_gate)
        {
            return new SessionMatch(Id, _reapedAt);
        }
    }

    private static unsafe long BootTicks()
    {
        TimeSpec now;
        _ = LibC.clock_gettime(LibC.CLOCK_BOOTTIME, &now);
        return (now.Seconds * 100) + (now.Nanoseconds / 10_000_000);
    }
}
