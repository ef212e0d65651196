using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Terminals;

/// <summary>One thread that waits on all terminals, so that no terminal costs a thread.</summary>
internal sealed class ReadinessWatcher
{
    private static readonly Lazy<ReadinessWatcher> Started = new(() => new ReadinessWatcher());

    private readonly EpollThread _epoll;
    private readonly ConcurrentDictionary<int, WatchedDescriptor> _watched = new();
    private int _lastToken;

    private ReadinessWatcher() => _epoll = new EpollThread("Terminals", "terminals", Tell);

    public static ReadinessWatcher Instance => Started.Value;

    /// <summary>Signals each change to readable and to writable (edge-triggered): try first, wait when there is nothing.</summary>
    /// <exception cref="IOException">The kernel watches no more descriptors.</exception>
    public WatchedDescriptor Watch(SafeHandle file)
    {
        // A number of our own, because that of a closed descriptor goes to the next one opened.
        var token = Interlocked.Increment(ref _lastToken);
        var watched = new WatchedDescriptor(this, token, file);
        _watched[token] = watched;
        if (!_epoll.TryAdd(file, LibC.EPOLLIN | LibC.EPOLLOUT | LibC.EPOLLET, token))
        {
            var error = LibC.LastError();
            _watched.TryRemove(token, out _);
            throw new IOException($"A terminal cannot be watched: {error}.");
        }

        return watched;
    }

    public void Forget(int token, SafeHandle file)
    {
        _epoll.Remove(file);
        _watched.TryRemove(token, out _);
    }

    private void Tell(int token, uint events)
    {
        if (_watched.TryGetValue(token, out var watched))
        {
            watched.Tell(events);
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
