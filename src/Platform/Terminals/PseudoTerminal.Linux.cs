using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;
using Homeport.Platform.Processes;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Terminals;

public sealed partial class PseudoTerminal
{
    private static readonly int[] HangUp = [LibC.SIGHUP, LibC.SIGTERM, LibC.SIGCONT];

    private readonly SafeFileHandle _master;
    private readonly WatchedDescriptor _watched;

    private PseudoTerminal(ProcessTree tree, SafeFileHandle master, WatchedDescriptor watched, TerminalSize size) =>
        (_tree, _master, _watched, Size) = (tree, master, watched, size);

    private static PseudoTerminal StartOnLinux(ProcessStart start, TerminalSize size, TimeProvider time)
    {
        var run = Guid.CreateVersion7(time.GetUtcNow());
        var environment = Spawner.Environment(start, ProcessTree.MarkerOf(run));
#pragma warning disable CA2000 // the terminal owns it
        var master = OpenMaster(size, out var slave);
#pragma warning restore CA2000
        WatchedDescriptor? watched = null;
        try
        {
            watched = ReadinessWatcher.Instance.Watch(master);
            var tree = ProcessTree.Watch(Spawner.StartOnTerminal(start, environment, slave), run, time);
            return new PseudoTerminal(tree, master, watched, size);
        }
        catch
        {
            watched?.Dispose();
            master.Dispose();
            throw;
        }
    }

    private static unsafe SafeFileHandle OpenMaster(TerminalSize size, out string slave)
    {
        const int LongestName = 128;
        var fd = LibC.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC | LibC.O_NONBLOCK);
        if (fd < 0)
        {
            throw new IOException($"No terminal could be opened: {LibC.LastError()}. Close other terminals, or raise the limits of open files (ulimit -n) and terminals (kernel.pty.max).");
        }

        var master = new SafeFileHandle(fd, ownsHandle: true);
        var name = stackalloc byte[LongestName];
        if (LibC.grantpt(master) != 0 || LibC.unlockpt(master) != 0 || LibC.ptsname_r(master, name, LongestName) != 0)
        {
            var error = LibC.LastError();
            master.Dispose();
            throw new IOException($"A terminal was opened but cannot be used: {error}. Is /dev/pts mounted?");
        }

        slave = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        SetSize(master, size);
        SetUtf8(master);
        return master;
    }

    /// <summary>So that erasing in a line takes away a character, not a byte of it.</summary>
    private static unsafe void SetUtf8(SafeFileHandle master)
    {
        var settings = stackalloc uint[16]; // struct termios of the kernel: 36 bytes, its input flags first
        if (LibC.ioctl(master, LibC.TCGETS, settings) == 0)
        {
            settings[0] |= LibC.IUTF8;
            _ = LibC.ioctl(master, LibC.TCSETS, settings);
        }
    }

    private static unsafe void SetSize(SafeFileHandle master, TerminalSize size)
    {
        var words = stackalloc ushort[4]; // struct winsize: rows, columns, and the pixels that nobody reads
        (words[0], words[1], words[2], words[3]) = ((ushort)size.Rows, (ushort)size.Columns, 0, 0);
        _ = LibC.ioctl(master, LibC.TIOCSWINSZ, words);
    }

    private void ResizeOnLinux(TerminalSize size)
    {
        try
        {
            SetSize(_master, size);
            Size = size;
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile.
        }
    }

    /// <returns>Null: nothing for now. 0: nothing any more.</returns>
    private unsafe int? Take(Span<byte> buffer)
    {
        var taken = 0;
        fixed (byte* start = buffer)
        {
            while (taken < buffer.Length) // one read gives 4 KiB at most
            {
                var count = Read(start + taken, buffer.Length - taken, out var errno);
                if (count <= 0)
                {
                    return taken > 0 ? taken : errno == LibC.EAGAIN ? null : 0; // EIO: the last program has closed it
                }

                taken += count;
            }
        }

        return taken;
    }

    private unsafe int Read(byte* start, int length, out int errno)
    {
        nint count;
        errno = 0;
        try
        {
            do
            {
                count = LibC.read(_master, start, (nuint)length);
            }
            while (count < 0 && (errno = Marshal.GetLastPInvokeError()) == LibC.EINTR);

            return (int)count;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <returns>How many bytes were taken, 0 when it is full for now, null when it is closed.</returns>
    private unsafe int? Put(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            try
            {
                nint count;
                var errno = 0;
                do
                {
                    count = LibC.write(_master, start, (nuint)bytes.Length);
                }
                while (count < 0 && (errno = Marshal.GetLastPInvokeError()) == LibC.EINTR);

                return count >= 0 ? (int)count : errno == LibC.EAGAIN ? 0 : null;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    private void Close()
    {
        _watched.Dispose();
        _master.Dispose();
    }
}
