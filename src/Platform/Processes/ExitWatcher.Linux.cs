using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>One thread that waits on the pidfds of all children, so that no child costs a thread.</summary>
internal sealed unsafe class ExitWatcher
{
    private static readonly Lazy<ExitWatcher> Started = new(() => new ExitWatcher());

    private readonly int _epoll;
    private readonly ConcurrentDictionary<int, Action> _ended = new();

    private ExitWatcher()
    {
        _epoll = LibC.epoll_create1(LibC.O_CLOEXEC);
        if (_epoll < 0)
        {
            throw new IOException($"Children cannot be watched: {LibC.LastError()}. Raise the limit of open files (ulimit -n).");
        }

        new Thread(Loop) { IsBackground = true, Name = "child exits" }.Start();
    }

    public static ExitWatcher Instance => Started.Value;

    /// <summary>Calls <paramref name="ended"/> once, on the watcher's thread, when the process has become a zombie. Must not block.</summary>
    /// <exception cref="IOException">No descriptor is left, or the kernel is older than 5.3.</exception>
    public void Watch(int pid, Action ended)
    {
        var pidfd = LibC.PidfdOpen(pid);
        if (pidfd < 0)
        {
            throw new IOException($"Process {pid} cannot be watched: {LibC.LastError()}. Linux 5.3 or newer is needed, and free descriptors (ulimit -n).");
        }

        _ended[pidfd] = ended;
        var interest = new EpollEvent { Events = LibC.EPOLLIN, Fd = pidfd };
        if (LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, pidfd, &interest) != 0)
        {
            var error = LibC.LastError();
            _ended.TryRemove(pidfd, out _);
            _ = LibC.close(pidfd);
            throw new IOException($"Process {pid} cannot be watched: {error}.");
        }
    }

    private void Loop()
    {
        const int Batch = 64;
        var events = stackalloc EpollEvent[Batch];
        var raw = (byte*)events;
        while (true)
        {
            var count = LibC.epoll_wait(_epoll, events, Batch, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != LibC.EINTR)
            {
                throw new IOException($"Children can no longer be watched: {LibC.LastError()}.");
            }

            for (var i = 0; i < count; i++)
            {
                End(((EpollEvent*)(raw + (i * EpollEvent.Stride)))->Fd);
            }
        }
    }

    private void End(int pidfd)
    {
        _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, pidfd, null);
        _ended.TryRemove(pidfd, out var ended);
        _ = LibC.close(pidfd);
        ended?.Invoke();
    }
}
