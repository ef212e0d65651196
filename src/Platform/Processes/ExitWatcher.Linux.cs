using System.Collections.Concurrent;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>One thread that waits on the pidfds of all children, so that no child costs a thread.</summary>
internal sealed class ExitWatcher
{
    private static readonly Lazy<ExitWatcher> Started = new(() => new ExitWatcher());

    private readonly EpollThread _epoll;
    private readonly ConcurrentDictionary<int, Action> _ended = new();

    private ExitWatcher() => _epoll = new EpollThread("Children", "child exits", (pidfd, _) => End(pidfd));

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
        if (!_epoll.TryAdd(pidfd, LibC.EPOLLIN, number: pidfd))
        {
            var error = LibC.LastError();
            _ended.TryRemove(pidfd, out _);
            _ = LibC.close(pidfd);
            throw new IOException($"Process {pid} cannot be watched: {error}.");
        }
    }

    private void End(int pidfd)
    {
        _epoll.Remove(pidfd);
        _ended.TryRemove(pidfd, out var ended);
        _ = LibC.close(pidfd);
        ended?.Invoke();
    }
}
