using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>Both ends of a pipe(2), closed on exec.</summary>
internal readonly record struct Pipe(int Reader, int Writer)
{
    /// <exception cref="IOException">This process has no descriptor left.</exception>
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];
        if (LibC.pipe2(ends, LibC.O_CLOEXEC) != 0)
        {
            throw new IOException($"A pipe could not be made: {LibC.LastError()}. Raise the limit of open files (ulimit -n).");
        }

        return new Pipe(AboveStandardStreams(ends[0]), AboveStandardStreams(ends[1]));
    }

    public void Close()
    {
        _ = LibC.close(Reader);
        _ = LibC.close(Writer);
    }

    /// <summary>A host started with a closed standard stream gets 0 to 2 here, which a child's dup2 would then overwrite.</summary>
    private static int AboveStandardStreams(int fd)
    {
        if (fd > 2)
        {
            return fd;
        }

        var moved = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 3);
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = LibC.close(fd);
        return moved >= 0 ? moved : throw new IOException($"A pipe could not be made: {error}.");
    }
}
