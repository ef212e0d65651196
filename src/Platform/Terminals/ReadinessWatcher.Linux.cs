using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Terminals;

/// <summary>One thread that waits on all terminals, so that no terminal costs a thread.</summary>
internal sealed unsafe class ReadinessWatcher
{
    private static readonly Lazy<ReadinessWatcher> Started = new(() => new ReadinessWatcher());

    private readonly int _epoll;
    private readonly ConcurrentDictionary<int, WatchedDescriptor> _watched = new();
    private int _lastToken;

    private ReadinessWatcher()
    {
        _epoll = LibC.epoll_create1(LibC.O_CLOEXEC);
        if (_epoll < 0)
        {
            throw new IOException($"Terminals cannot be watched: {LibC.LastError()}. Raise the limit of open files (ulimit -n).");
        }

        new Thread(Loop) { IsBackground = true, Name = "terminals" }.Start();
    }

    public static ReadinessWatcher Instance => Started.Value;

    /// <summary>Signals each change to readable and to writable (edge-triggered): try first, wait when there is nothing.</summary>
    /// <exception cref="IOException">The kernel watches no more descriptors.</exception>
    public WatchedDescriptor Watch(SafeHandle file)
    {
        // A number of our own, because that of a closed descriptor goes to the next one opened.
        var token = Interlocked.Increment(ref _lastToken);
        var watched = new WatchedDescriptor(this, token, file);
        _watched[token] = watched;
        var interest = new EpollEvent { Events = LibC.EPOLLIN | LibC.EPOLLOUT | LibC.EPOLLET, Fd = token };
        if (LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, file, &interest) != 0)
        {
            var error = LibC.LastError();
            _watched.TryRemove(token, out _);
            throw new IOException($"A terminal cannot be watched: {error}.");
        }

        return watched;
    }

    public void Forget(int token, SafeHandle file)
    {
        _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, file, null);
        _watched.TryRemove(token, out _);
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
                throw new IOException($"Terminals can no longer be watched: {LibC.LastError()}.");
            }

            for (var i = 0; i < count; i++)
            {
                var happened = (EpollEvent*)(raw + (i * EpollEvent.Stride));
                if (_watched.TryGetValue(happened->Fd, out var watched))
                {
                    watched.Tell(happened->Events);
                }
            }
        }
    }
}

/// <summary>A descriptor that <see cref="ReadinessWatcher"/> watches until this is disposed, before the descriptor is closed.</summary>
internal sealed class WatchedDescriptor(ReadinessWatcher watcher, int token, SafeHandle file) : IDisposable
{
    private const uint Broken = LibC.EPOLLERR | LibC.EPOLLHUP;

    private bool _isForgotten;

    public ReadinessSignal Readable { get; } = new();

    public ReadinessSignal Writable { get; } = new();

    public void Tell(uint events)
    {
        if ((events & (LibC.EPOLLIN | Broken)) != 0)
        {
            Readable.Set();
        }

        if ((events & (LibC.EPOLLOUT | Broken)) != 0)
        {
            Writable.Set();
        }
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isForgotten, true))
        {
            watcher.Forget(token, file);
            Readable.Close();
            Writable.Close();
        }
    }
}
