using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// Finds processes by what they cannot easily shed: a marker in their initial environment, or their session. Written
/// without exceptions or string parsing because it looks at every process of the machine.
/// </summary>
internal static class ProcessSweep
{
    /// <summary>Live processes (zombies do not count) that carry the entry <c>NAME=value</c> or match the session.</summary>
    /// <param name="entry">UTF-8, without the terminating NUL.</param>
    /// <param name="session">Null to go by the entry only.</param>
    public static List<int> Find(ReadOnlySpan<byte> entry, SessionMatch? session)
    {
        var found = new List<int>();
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                    && pid != System.Environment.ProcessId
                    && Matches(pid, entry, session, ref buffer))
                {
                    found.Add(pid);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return found;
    }

    /// <summary>Signals the process unless its number has meanwhile gone to one that does not match.</summary>
    public static void Signal(int pid, int signal, ReadOnlySpan<byte> entry)
    {
        var pidfd = LibC.PidfdOpen(pid);
        if (pidfd < 0)
        {
            return; // gone
        }

        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            if (Matches(pid, entry, session: null, ref buffer))
            {
                _ = LibC.PidfdSendSignal(pidfd, signal);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _ = LibC.close(pidfd);
        }
    }

    /// <summary>Whether the process was started with the entry <c>NAME=value</c> in its environment.</summary>
    public static bool Carries(int pid, string entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            return Matches(pid, Encoding.UTF8.GetBytes(entry), session: null, ref buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Matches(int pid, ReadOnlySpan<byte> entry, SessionMatch? session, ref byte[] buffer)
    {
        if (Contains(buffer.AsSpan(0, ReadFile($"/proc/{pid}/environ", ref buffer)), entry))
        {
            return true;
        }

        return session is { } wanted
            && ProcessStat.TryParse(buffer.AsSpan(0, ReadFile($"/proc/{pid}/stat", ref buffer)), out var stat)
            && wanted.Includes(stat);
    }

    /// <summary>The value of a variable in an environment block; null where it is not there.</summary>
    internal static string? FindValue(ReadOnlySpan<byte> environ, string name)
    {
        while (environ.Length > 0)
        {
            var end = environ.IndexOf((byte)0);
            var entry = end < 0 ? environ : environ[..end];
            var equals = entry.IndexOf((byte)'=');
            if (equals == name.Length && Encoding.UTF8.GetString(entry[..equals]) == name)
            {
                return Encoding.UTF8.GetString(entry[(equals + 1)..]);
            }

            environ = end < 0 ? [] : environ[(end + 1)..];
        }

        return null;
    }

    internal static bool Contains(ReadOnlySpan<byte> environ, ReadOnlySpan<byte> entry)
    {
        for (var start = 0; start < environ.Length;)
        {
            var at = environ[start..].IndexOf(entry);
            if (at < 0)
            {
                return false;
            }

            at += start;
            var end = at + entry.Length;
            if ((at == 0 || environ[at - 1] == 0) && (end == environ.Length || environ[end] == 0))
            {
                return true;
            }

            start = at + 1;
        }

        return false;
    }

    /// <summary>The whole file into the buffer, which grows as needed; 0 when it cannot be read.</summary>
    internal static unsafe int ReadFile(string path, ref byte[] buffer)
    {
        Span<byte> name = stackalloc byte[64];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        int fd;
        fixed (byte* pointer = name)
        {
            fd = LibC.open(pointer, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        }

        if (fd < 0)
        {
            return 0;
        }

        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            nint count;
            fixed (byte* pointer = buffer)
            {
                count = LibC.read(fd, pointer + length, (nuint)(buffer.Length - length));
            }

            if (count > 0)
            {
                length += (int)count;
            }
            else if (count == 0 || Marshal.GetLastPInvokeError() != LibC.EINTR)
            {
                _ = LibC.close(fd);
                return length;
            }
        }
    }
}

/// <summary>
/// The session of a child, by the child's id. After the child was reaped its number may serve a foreign session, but then
/// every process in that one started after the reaping.
/// </summary>
/// <param name="Session">The child's id.</param>
/// <param name="ReapedAt">In clock ticks since boot; null while the child is not reaped and the number is surely ours.</param>
internal readonly record struct SessionMatch(int Session, long? ReapedAt)
{
    public bool Includes(ProcessStat stat) =>
        stat.Session == Session && stat.IsAlive && (ReapedAt is not { } reaped || stat.StartTime <= reaped);
}
