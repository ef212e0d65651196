using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>A thread of its own that waits on any number of descriptors for as long as the program lives.</summary>
internal sealed unsafe class EpollThread
{
    private const int Batch = 64;

    private readonly int _epoll;
    private readonly string _watched;
    private readonly Action<int, uint> _happened;

    /// <param name="watched">What is watched, for the sentences of errors: <c>Children</c>.</param>
    /// <param name="name">Of the thread.</param>
    /// <param name="happened">Gets the number that was given with the descriptor, and the events. On the thread; must not block.</param>
    /// <exception cref="IOException">No descriptor is left.</exception>
    public EpollThread(string watched, string name, Action<int, uint> happened)
    {
        (_watched, _happened) = (watched, happened);
        _epoll = LibC.epoll_create1(LibC.O_CLOEXEC);
        if (_epoll < 0)
        {
            throw new IOException($"{watched} cannot be watched: {LibC.LastError()}. Raise the limit of open files (ulimit -n).");
        }

        new Thread(Loop) { IsBackground = true, Name = name }.Start();
    }

    /// <returns>False, with the reason in <see cref="LibC.LastError"/>, when the kernel watches no more.</returns>
    public bool TryAdd(int descriptor, uint events, int number)
    {
        var interest = new EpollEvent { Events = events, Fd = number };
        return LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, descriptor, &interest) == 0;
    }

    /// <inheritdoc cref="TryAdd(int, uint, int)"/>
    public bool TryAdd(SafeHandle file, uint events, int number)
    {
        var interest = new EpollEvent { Events = events, Fd = number };
        return LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, file, &interest) == 0;
    }

    public void Remove(int descriptor) => _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, descriptor, null);

    public void Remove(SafeHandle file) => _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, file, null);

    private void Loop()
    {
        var events = stackalloc EpollEvent[Batch];
        var raw = (byte*)events;
        while (true)
        {
            var count = LibC.epoll_wait(_epoll, events, Batch, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != LibC.EINTR)
            {
                throw new IOException($"{_watched} can no longer be watched: {LibC.LastError()}.");
            }

            for (var i = 0; i < count; i++)
            {
                var happened = (EpollEvent*)(raw + (i * EpollEvent.Stride));
                _happened(happened->Fd, happened->Events);
            }
        }
    }
}
