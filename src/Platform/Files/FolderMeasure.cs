using System.Globalization;
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
            return FolderSize.Nothing;
        }

        var sum = new Sum();
        Add(ref sum, top);
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
                    return sum.ToSize(isComplete: false);
                }

                if (StatusOf(entry) is not { } status)
                {
                    sum.HasMissed |= IsOdd(entry); // else it is gone meanwhile
                }
                else if (!status.IsFolder || status.Device == top.Device)
                {
                    Add(ref sum, status);
                    if (status.IsFolder)
                    {
                        pending.Push(entry);
                    }
                }
            }
        }

        return sum.ToSize(isComplete: !sum.HasMissed);
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

    private void Add(ref Sum sum, FileStatus status)
    {
        var isCounted = !status.IsFolder && status.Links > 1 && !_linked.Add((status.Device, status.Inode));
        sum.Bytes += isCounted ? 0 : (long)status.Blocks * 512;
        sum.Files += status.IsFolder ? 0 : 1;
        sum.Length += status.IsFolder ? 0 : (long)status.Size;
        sum.ChangedAt = Math.Max(sum.ChangedAt, status.ChangedAt);
        sum.WrittenAt = Math.Max(sum.WrittenAt, status.ModifiedSeconds);
    }

    private struct Sum
    {
        public long Bytes;
        public long Files;
        public long Length;
        public long ChangedAt;
        public long WrittenAt;
        public bool HasMissed;

        public readonly FolderSize ToSize(bool isComplete) => new()
        {
            Bytes = Bytes,
            Files = Files,
            IsComplete = isComplete,
            LastWrite = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(WrittenAt, 0, 253402300799)), // up to the year 9999
            Fingerprint = string.Create(CultureInfo.InvariantCulture, $"{Files:x}-{Length:x}-{ChangedAt:x}"),
        };
    }
}

/// <summary>What a folder takes.</summary>
public sealed record FolderSize
{
    /// <summary>There was nothing to measure.</summary>
    public static readonly FolderSize Nothing = new() { Bytes = 0, Files = 0, IsComplete = true, Fingerprint = "" };

    /// <summary>On the disk, which is less than the files' lengths where they have holes and more for small ones.</summary>
    public required long Bytes { get; init; }

    /// <summary>Folders not counted.</summary>
    public required long Files { get; init; }

    /// <summary>False: there is more than could be looked at.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>When the content of anything in it was written last.</summary>
    public DateTimeOffset? LastWrite { get; init; }

    /// <summary>Changes whenever a file or folder below is made, changed, renamed or removed.</summary>
    public required string Fingerprint { get; init; }
}
