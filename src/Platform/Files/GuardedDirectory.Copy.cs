using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Homeport.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Files;

public sealed partial class GuardedDirectory
{
    private const string PartSuffix = ".homeport-part";
    private const int BufferBytes = 128 * 1024;
    private const int LongestLink = 4096;
    private const uint PermissionBits = 0x1ff;
    private const uint OwnersBits = 0x1c0;

    /// <summary>Looks at a file or a link, which is not followed.</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    /// <exception cref="UnsafePathException">The way leads outside or through a link, or to something that is neither.</exception>
    public GuardedFile Look(string path)
    {
        using var handle = OpenBelow(path, LibC.O_PATH | LibC.O_NOFOLLOW);
        var status = FileStatus.Of(Descriptor(handle));
        if (status.IsLink)
        {
            return new GuardedFile(0, TargetOf(handle, path));
        }

        return status.IsRegular
            ? new GuardedFile((long)status.Size, null)
            : throw new UnsafePathException(path, "it is no regular file. Choose a file");
    }

    /// <summary>
    /// Copies a regular file to the same place below another guarded folder, with its permissions and its time; folders on the
    /// way are made like ours. It is there in full or not at all. A file system that can shares the bytes instead of copying.
    /// </summary>
    /// <returns>How many bytes; null if something was there already, which stays as it is.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnsafePathException">A path leads outside, through a link, or to no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or not be written there.</exception>
    public long? CopyFile(string path, GuardedDirectory target)
    {
        using var source = OpenBelow(path, LibC.O_RDONLY | LibC.O_NONBLOCK); // or opening a pipe would wait for its writer
        var status = FileStatus.Of(Descriptor(source));
        if (!status.IsRegular)
        {
            throw new UnsafePathException(path, "it is no regular file. Choose a file");
        }

        using var folder = target.FolderLike(this, path);
        var name = NameOf(path);
        if (FileStatus.Exists(Descriptor(folder), name))
        {
            return null;
        }

        var part = name + PartSuffix;
        _ = LibC.unlinkat(Descriptor(folder), part, 0); // what a copy left that was killed
        using var made = target.OpenBelow(ParentOf(path) + part, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL, 0x180);
        try
        {
            var length = CopyBytes(source, made, (long)status.Size, path);
            KeepLooks(made, status, path);
            return MoveIntoPlace(folder, part, name, path) ? length : null;
        }
        catch
        {
            _ = LibC.unlinkat(Descriptor(folder), part, 0);
            throw;
        }
    }

    /// <summary>Makes the same link at the same place below another guarded folder. Nothing is read through it.</summary>
    /// <returns>0; null if something was there already.</returns>
    /// <exception cref="UnsafePathException">It is no link, or the way to it leads outside.</exception>
    public long? CopyLink(string path, GuardedDirectory target)
    {
        var to = Look(path).LinkTarget ?? throw new UnsafePathException(path, "it is no link any more. Try again");
        using var folder = target.FolderLike(this, path);
        if (LibC.symlinkat(to, Descriptor(folder), NameOf(path)) == 0)
        {
            return 0;
        }

        return Marshal.GetLastPInvokeError() is var error && error == LibC.EEXIST ? null : throw Failure(error, path);
    }

    private static int Descriptor(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static string ParentOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder in which the path lies; what is missing is made with the permissions that it has in the model, and writable for us.</summary>
    private SafeFileHandle FolderLike(GuardedDirectory model, string path)
    {
        try
        {
            return OpenBelow(ParentOf(path), LibC.O_PATH | LibC.O_DIRECTORY); // there already, for all files of a folder but the first
        }
        catch (FileNotFoundException)
        {
            return MakeFolderLike(model, path);
        }
    }

    private SafeFileHandle MakeFolderLike(GuardedDirectory model, string path)
    {
        var parts = path.Split('/');
        var folder = OpenBelow("", LibC.O_PATH | LibC.O_DIRECTORY);
        for (var depth = 1; depth < parts.Length; depth++)
        {
            using var parent = folder;
            var below = string.Join('/', parts[..depth]);
            if (!Exists(below))
            {
                using var like = model.OpenBelow(below, LibC.O_PATH | LibC.O_DIRECTORY);
                var mode = (FileStatus.Of(Descriptor(like)).Mode & PermissionBits) | OwnersBits;
                if (LibC.mkdirat(Descriptor(parent), parts[depth - 1], mode) != 0 && Marshal.GetLastPInvokeError() is var error and not LibC.EEXIST)
                {
                    throw Failure(error, path);
                }
            }

            folder = OpenBelow(below, LibC.O_PATH | LibC.O_DIRECTORY);
        }

        return folder;
    }

    private static unsafe long CopyBytes(SafeFileHandle source, SafeFileHandle made, long length, string path)
    {
        var copied = 0L;
        while (copied < length) // a file that grows meanwhile is copied as long as it was
        {
            var count = LibC.copy_file_range(Descriptor(source), null, Descriptor(made), null, (nuint)(length - copied), 0);
            if (count > 0)
            {
                copied += count;
            }
            else if (count == 0)
            {
                return copied;
            }
            else if (Marshal.GetLastPInvokeError() is var error && error is LibC.EXDEV or LibC.EINVAL or LibC.ENOSYS or LibC.EOPNOTSUPP)
            {
                return CopyByHand(source, made, copied, length);
            }
            else if (error != LibC.EINTR)
            {
                throw Failure(error, path);
            }
        }

        return copied;
    }

    private static long CopyByHand(SafeFileHandle source, SafeFileHandle made, long from, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var copied = from;
            while (copied < length && RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(BufferBytes, length - copied)), copied) is > 0 and var count)
            {
                RandomAccess.Write(made, buffer.AsSpan(0, count), copied);
                copied += count;
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static unsafe void KeepLooks(SafeFileHandle made, FileStatus status, string path)
    {
        var times = stackalloc TimeSpec[2];
        times[0] = times[1] = new TimeSpec { Seconds = status.ModifiedSeconds, Nanoseconds = status.ModifiedNanoseconds };
        if (LibC.fchmod(Descriptor(made), status.Mode & PermissionBits) != 0 || LibC.futimens(Descriptor(made), times) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), path);
        }
    }

    /// <summary>False if somebody was faster.</summary>
    private static bool MoveIntoPlace(SafeFileHandle folder, string part, string name, string path)
    {
        if (LibC.renameat2(Descriptor(folder), part, Descriptor(folder), name, LibC.RENAME_NOREPLACE) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        _ = LibC.unlinkat(Descriptor(folder), part, 0);
        return error == LibC.EEXIST ? false : throw Failure(error, path);
    }

    private static unsafe string TargetOf(SafeFileHandle link, string path)
    {
        var buffer = stackalloc byte[LongestLink];
        var length = LibC.readlinkat(Descriptor(link), "", buffer, LongestLink);
        return length >= 0
            ? Encoding.UTF8.GetString(buffer, (int)length)
            : throw Failure(Marshal.GetLastPInvokeError(), path);
    }
}
