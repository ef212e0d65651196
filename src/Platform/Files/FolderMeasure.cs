using System.IO.Enumeration;
using Homeport.Platform.Native;

namespace Homeport.Platform.Files;

/// <summary>
/// Adds up what folders take on the disk. Links are not followed, other file systems are not entered, and a file with several
/// names counts once over all folders that one of these measures: in the folder that is measured first.
/// </summary>
/// <param name="mostEntries">How many files and folders are looked at in all; what is beyond is told as unfinished.</param>
public sealed class FolderMeasure(long mostEntries)
{
    private readonly HashSet<(ulong Device, ulong Inode)> _linked = [];
    private long _looked;

    /// <summary>Of a folder with all that is below, or of one file; nothing there is nothing.</summary>
    public FolderSize Measure(string path, CancellationToken cancellationToken)
    {
        OperatingSystemSupport.DemandLinux("Measuring folders");
        if (StatusOf(path) is not { } top)
        {
            return new FolderSize(0, 0, IsComplete: true);
        }

        var (bytes, files, isComplete) = (BytesOf(top), top.IsFolder ? 0L : 1L, true);
        var pending = new Stack<string>();
        if (top.IsFolder)
        {
            pending.Push(path);
        }

        while (pending.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in Entries(folder))
            {
                if (++_looked > mostEntries)
                {
                    return new FolderSize(bytes, files, IsComplete: false);
                }

                if (StatusOf(entry) is not { } status)
                {
                    isComplete &= !IsOdd(entry); // gone meanwhile, or its name is no UTF-8
                }
                else if (!status.IsFolder)
                {
                    (bytes, files) = (bytes + BytesOf(status), files + 1);
                }
                else if (status.Device == top.Device)
                {
                    bytes += BytesOf(status);
                    pending.Push(entry);
                }
            }
        }

        return new FolderSize(bytes, files, isComplete);
    }

    private static FileSystemEnumerable<string> Entries(string folder) => new(
        folder,
        static (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true, ReturnSpecialDirectories = false });

    private static FileStatus? StatusOf(string path)
    {
        try
        {
            return FileStatus.Of(path);
        }
        catch (IOException)
        {
            return null; // it may not be looked at, so it is not ours to count
        }
    }

    private static bool IsOdd(string path) => path.Contains('\ufffd', StringComparison.Ordinal);

    private long BytesOf(FileStatus status) =>
        status.IsFolder || status.Links <= 1 || _linked.Add((status.Device, status.Inode)) ? (long)status.Blocks * 512 : 0;
}

/// <summary>What a folder takes.</summary>
/// <param name="Bytes">On the disk, which is less than the files' lengths where they have holes and more for small ones.</param>
/// <param name="Files">Folders not counted.</param>
/// <param name="IsComplete">False: there is more than could be looked at.</param>
public readonly record struct FolderSize(long Bytes, long Files, bool IsComplete);
