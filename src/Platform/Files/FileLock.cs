using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Files;

/// <summary>
/// An exclusive lock on a file, held until disposed or until this process ends, however it ends. The file stays and names
/// the last holder; its being there means nothing.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock at once or says who holds it.</summary>
    /// <param name="path">Created with mode 0600 where missing.</param>
    /// <param name="held">Dispose it to let go.</param>
    /// <param name="holder">The process id that the holder wrote, where one can be read.</param>
    /// <exception cref="IOException">The file cannot be opened or locked at all.</exception>
    public static bool TryAcquire(string path, [NotNullWhen(true)] out FileLock? held, out int? holder)
    {
        OperatingSystemSupport.DemandLinux("Locking files");
        var file = Open(path);
        try
        {
            if (LibC.flock((int)file.DangerousGetHandle(), LibC.LOCK_EX | LibC.LOCK_NB) != 0)
            {
                if (Marshal.GetLastPInvokeError() != LibC.EAGAIN)
                {
                    throw new IOException($"'{path}' cannot be locked: {LibC.LastError()}. Put it on a local disk.");
                }

                (held, holder) = (null, ReadHolder(file));
                file.Dispose();
                return false;
            }

            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), fileOffset: 0);
            (held, holder) = (new FileLock(file), null);
            return true;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether somebody holds it now. Looking changes nothing, and takes the lock for no more than a moment.</summary>
    public static bool IsHeld(string path)
    {
        OperatingSystemSupport.DemandLinux("Locking files");
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = Open(path);
        return LibC.flock((int)file.DangerousGetHandle(), LibC.LOCK_EX | LibC.LOCK_NB) != 0 && Marshal.GetLastPInvokeError() == LibC.EAGAIN;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Not by the runtime, which takes a lock of its own on every file it opens.</summary>
    private static unsafe SafeFileHandle Open(string path)
    {
        const uint OwnerOnly = 0x180; // 0600
        using var name = new NativeStrings([path]);
        var fd = LibC.open(name.Vector[0], LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC, OwnerOnly);
        return fd >= 0
            ? new SafeFileHandle(fd, ownsHandle: true)
            : throw new IOException($"'{path}' cannot be opened: {LibC.LastError()}. Check that its folder exists and is yours.");
    }

    private static int? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var count = RandomAccess.Read(file, text, fileOffset: 0);
        return int.TryParse(text[..count].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }
}
