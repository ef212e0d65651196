using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Processes;

public sealed partial class ChildProcess
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly byte[] _marker;
    private long? _reapedAt; // clock ticks since boot; under _gate

    private ChildProcess(int id, Guid run, StandardPipes pipes, TimeProvider time)
    {
        (Id, RunId, _time, _marker) = (id, run, time, Encoding.UTF8.GetBytes(MarkerOf(run)));
        Input = Open(PipeDirection.Out, pipes.Input.Writer);
        Output = Open(PipeDirection.In, pipes.Output.Reader);
        Error = Open(PipeDirection.In, pipes.Error.Reader);
        try
        {
            ExitWatcher.Instance.Watch(Id, Reap);
        }
        catch (IOException)
        {
            _ = LibC.kill(-Id, LibC.SIGKILL);
            Reap();
            Input.Dispose();
            Output.Dispose();
            Error.Dispose();
            throw;
        }
    }

    private static ChildProcess StartOnLinux(ProcessStart start, TimeProvider time)
    {
        var run = Guid.CreateVersion7(time.GetUtcNow());
        var environment = Spawner.Environment(start, MarkerOf(run));
        var pipes = StandardPipes.Create();
        int id;
        try
        {
            id = Spawner.Start(start, environment, pipes.Input.Reader, pipes.Output.Writer, pipes.Error.Writer);
        }
        catch
        {
            pipes.CloseOwnEnds();
            throw;
        }
        finally
        {
            pipes.CloseChildEnds();
        }

        return new ChildProcess(id, run, pipes, time);
    }

    private static string MarkerOf(Guid run) => $"{RunVariable}={run:D}";

#pragma warning disable CA2000 // the stream owns its handle
    private static AnonymousPipeClientStream Open(PipeDirection direction, int fd) =>
        new(direction, new SafePipeHandle(fd, ownsHandle: true));
#pragma warning restore CA2000

    private unsafe void Reap()
    {
        ProcessExit exit;
        lock (_gate)
        {
            int status;
            int result;
            do
            {
                result = LibC.waitpid(Id, &status, 0);
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);

            _reapedAt = BootTicks();
            exit = result == Id ? ProcessExit.FromWaitStatus(status) : default; // SIGCHLD ignored by who started us: reaped by the kernel
        }

        _exited.TrySetResult(exit);
    }

    private async Task StopTreeAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (grace > TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
        {
            SignalTree(LibC.SIGTERM);
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

    /// <summary>Looks with growing pauses (1 to 20 ms) until the tree is gone; signals what it meets where asked to.</summary>
    private async Task<bool> IsGoneWithinAsync(TimeSpan limit, int? signal, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            // A parent that forks and ends while we look can hide its child once, so absence must be seen twice.
            if (Exited.IsCompleted && FindTree().Count == 0 && FindTree().Count == 0)
            {
                _isSettled = true;
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
            if (_reapedAt is null)
            {
                _ = LibC.kill(-Id, signal); // not reaped, so the number is ours
                signalled = Id;
            }
        }

        var session = Session();
        foreach (var pid in FindTree())
        {
            ProcessSweep.Signal(pid, signal, _marker, session, exceptGroup: signalled);
        }
    }

    private List<int> FindTree() => ProcessSweep.Find(_marker, Session());

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
