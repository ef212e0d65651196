using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Files;

/// <summary>Moves a folder, also to another file system, where it is copied first and deleted last.</summary>
public static class FolderMove
{
    /// <summary>
    /// After it, the folder is at the target as a whole, or still at the source as a whole. Copying keeps modes, times and
    /// links as they are; pipes and sockets are left out.
    /// </summary>
    /// <param name="source">An existing folder.</param>
    /// <param name="target">Must not exist; its parent must.</param>
    /// <param name="cancellationToken">Looked at between files while copying.</param>
    /// <exception cref="IOException">The target exists, or the disk is full or broken.</exception>
    public static void Move(string source, string target, CancellationToken cancellationToken)
    {
        OperatingSystemSupport.DemandLinux("Moving folders");
        if (FileStatus.Of(target) is not null)
        {
            throw new IOException($"'{target}' exists already. Choose another name.");
        }

        if (LibC.rename(source, target) == 0)
        {
            return;
        }

        if (Marshal.GetLastPInvokeError() != LibC.EXDEV)
        {
            throw new IOException($"'{source}' cannot be moved to '{target}': {LibC.LastError()}.");
        }

        var partial = $"{target}.{Path.GetRandomFileName()}.partial";
        try
        {
            Copy(new DirectoryInfo(source), partial, cancellationToken);
            Directory.Move(partial, target);
        }
        catch
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            throw;
        }

        Directory.Delete(source, recursive: true);
    }

    private static void Copy(DirectoryInfo source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in source.EnumerateFileSystemInfos())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copy = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } destination)
            {
                File.CreateSymbolicLink(copy, destination);
            }
            else if (entry is DirectoryInfo folder)
            {
                Copy(folder, copy, cancellationToken);
            }
            else if (FileStatus.Of(entry.FullName) is { IsRegular: true })
            {
                File.Copy(entry.FullName, copy); // with mode and time
            }
        }

        // Last, for a folder may be read-only, and each entry changed its time.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target, source.UnixFileMode);
        }

        Directory.SetLastWriteTimeUtc(target, source.LastWriteTimeUtc);
    }
}
