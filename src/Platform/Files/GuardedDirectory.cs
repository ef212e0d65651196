using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Files;

/// <summary>
/// A folder whose content can be reached, but nothing outside of it: the kernel itself refuses every step upwards, out,
/// or through a symbolic link (openat2), so there is no moment between check and use.
/// </summary>
public sealed partial class GuardedDirectory : IDisposable
{
    private const uint UsualFile = 0x1b6; // 0666, less the umask
    private const uint UsualFolder = 0x1ff; // 0777, less the umask
    private const int MaxRetries = 100; // the kernel asks to try again when something was renamed on the way

    private readonly SafeFileHandle _root;

    private GuardedDirectory(string path, int fd)
    {
        Path = path;
        _root = new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Absolute, for messages only.</summary>
    public string Path { get; }

    /// <param name="path">The root itself may be reached through links: whoever names it vouches for it.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static unsafe GuardedDirectory Open(string path)
    {
        OperatingSystemSupport.DemandLinux("Reading below a guarded folder");
        path = System.IO.Path.GetFullPath(path);
        using var name = new NativeStrings([path]);
        var fd = LibC.open(name.Vector[0], LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_DIRECTORY, 0);
        return fd >= 0
            ? new GuardedDirectory(path, fd)
            : throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>Is <paramref name="path"/> this folder or something below it, by its components? Says nothing about links.</summary>
    public static bool IsWithin(string folder, string path)
    {
        var relative = System.IO.Path.GetRelativePath(folder, path);
        return !System.IO.Path.IsPathRooted(relative)
            && relative.Split(System.IO.Path.DirectorySeparatorChar)[0] != "..";
    }

    /// <summary>A regular file's content. A folder, pipe or device is refused.</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnsafePathException">The path leads outside, through a link, or to no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the handle.")]
    public FileStream OpenRead(string path)
    {
        var handle = OpenBelow(path, LibC.O_RDONLY | LibC.O_NONBLOCK); // or opening a pipe would wait for its writer
        try
        {
            return FileStatus.Of((int)handle.DangerousGetHandle()).IsRegular
                ? new FileStream(handle, FileAccess.Read, bufferSize: 0)
                : throw new UnsafePathException(path, "it is no regular file. Choose a file");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes this the content of a regular file, which keeps its mode; a missing one is made, and so are missing folders on
    /// the way. The file is written in place: a crash in the middle leaves a part.
    /// </summary>
    /// <param name="path">Relative, with <c>/</c> and without <c>..</c>.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="cancellationToken">Looked at before writing.</param>
    /// <exception cref="UnsafePathException">The path leads outside, through a link, or to no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MakeFolders(path);
        using var handle = OpenBelow(path, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_NONBLOCK, UsualFile);
        if (!FileStatus.Of((int)handle.DangerousGetHandle()).IsRegular)
        {
            throw new UnsafePathException(path, "it is no regular file. Choose a file");
        }

        await RandomAccess.WriteAsync(handle, content, fileOffset: 0, CancellationToken.None);
        RandomAccess.SetLength(handle, content.Length);
    }

    /// <summary>What lies in a folder, unordered; links are named but not followed.</summary>
    /// <param name="path">Relative, with <c>/</c>; empty for the root.</param>
    /// <exception cref="FileNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnsafePathException">The path leads outside, through a link, or to no folder.</exception>
    public IReadOnlyList<GuardedEntry> List(string path)
    {
        using var handle = OpenBelow(path, LibC.O_RDONLY | LibC.O_DIRECTORY);
        var opened = $"/proc/self/fd/{handle.DangerousGetHandle()}";
        return [.. new DirectoryInfo(opened).EnumerateFileSystemInfos().Select(ToEntry)];
    }

    /// <summary>Is there anything, and may we reach it?</summary>
    public bool Exists(string path)
    {
        try
        {
            using var handle = OpenBelow(path, LibC.O_PATH);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _root.Dispose();

    private static GuardedEntry ToEntry(FileSystemInfo entry) => new(
        entry.Name,
        entry.LinkTarget is not null ? GuardedEntryKind.Link
            : entry is DirectoryInfo ? GuardedEntryKind.Folder
            : GuardedEntryKind.File,
        entry is FileInfo { LinkTarget: null } file ? file.Length : 0,
        new DateTimeOffset(entry.LastWriteTimeUtc));

    private void MakeFolders(string path)
    {
        var parts = path.Split('/');
        if (parts[0].Length == 0 || parts[^1].Length == 0 || parts.Contains("..", StringComparer.Ordinal))
        {
            throw new UnsafePathException(path, "it is absolute, names no file or contains '..'. Use the direct path below the folder");
        }

        for (var depth = 1; depth < parts.Length; depth++)
        {
            if (Exists(string.Join('/', parts[..depth])))
            {
                continue;
            }

            using var parent = OpenBelow(string.Join('/', parts[..(depth - 1)]), LibC.O_PATH | LibC.O_DIRECTORY);
            if (LibC.mkdirat((int)parent.DangerousGetHandle(), parts[depth - 1], UsualFolder) != 0
                && Marshal.GetLastPInvokeError() is var error and not LibC.EEXIST) // a link, say: opening the file will tell
            {
                throw Failure(error, path);
            }
        }
    }

    private unsafe SafeFileHandle OpenBelow(string path, int flags, uint mode = 0)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new UnsafePathException(path, "it contains a NUL character. Send a path without one");
        }

        using var name = new NativeStrings([path.Length == 0 ? "." : path]);
        var how = new OpenHow
        {
            Flags = (ulong)(uint)(flags | LibC.O_CLOEXEC),
            Mode = mode,
            Resolve = LibC.RESOLVE_BENEATH | LibC.RESOLVE_NO_SYMLINKS | LibC.RESOLVE_NO_MAGICLINKS,
        };
        var fd = LibC.OpenAt2((int)_root.DangerousGetHandle(), name.Vector[0], &how);
        for (var retries = 0; fd < 0 && retries < MaxRetries && Marshal.GetLastPInvokeError() is LibC.EINTR or LibC.EAGAIN; retries++)
        {
            fd = LibC.OpenAt2((int)_root.DangerousGetHandle(), name.Vector[0], &how);
        }

        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Failure(Marshal.GetLastPInvokeError(), path);
    }

    private static Exception Failure(int errno, string path) => errno switch
    {
        LibC.ENOENT => new FileNotFoundException($"There is no '{path}'.", path),
        LibC.ENOTDIR => new UnsafePathException(path, "a part of it is no folder. Correct the path"),
        LibC.EXDEV => new UnsafePathException(path, "it leads out of the folder. Use a path below it"),
        LibC.ELOOP => new UnsafePathException(path, "it goes through a symbolic link. Use the real path"),
        LibC.EISDIR => new UnsafePathException(path, "it is a folder. Choose a file"),
        LibC.EACCES or LibC.EPERM => new UnauthorizedAccessException($"'{path}' is closed to this user. Change its permissions or choose another."),
        LibC.ENOSYS => new PlatformNotSupportedException("This kernel has no openat2. Linux 5.6 or newer is needed."),
        _ => new IOException($"'{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(errno)}."),
    };
}
