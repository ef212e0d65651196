using System.Collections.Concurrent;
using System.IO.Enumeration;

namespace Homeport.Worker.Git;

/// <summary>
/// A number that changes when anything under a folder does: names, kinds, sizes and times, ignored folders left out. Much
/// cheaper than asking git, which starts a process and reads its index.
/// </summary>
/// <param name="Hash">Equal for equal folders, in this process only.</param>
/// <param name="NewestTicks">The latest change of any entry, UTC.</param>
internal readonly record struct FolderFingerprint(ulong Hash, long NewestTicks)
{
    /// <summary>Below this many folders a second thread costs more than it brings.</summary>
    private const int FewFolders = 8;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <param name="folder">The top of a working folder.</param>
    /// <param name="ignored">Paths relative to it that are not entered.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static FolderFingerprint Of(string folder, IReadOnlySet<string> ignored, CancellationToken cancellationToken)
    {
        var changedAt = Directory.GetLastWriteTimeUtc(folder).Ticks;
        var whole = new FolderFingerprint((ulong)changedAt, changedAt);
        var level = new List<string> { "" };
        while (level.Count > 0) // one depth after the other, the folders of each side by side
        {
            var found = new ConcurrentBag<(FolderFingerprint Print, List<string> Below)>();
            if (level.Count < FewFolders)
            {
                level.ForEach(path => found.Add(OfOne(folder, path, ignored)));
            }
            else
            {
                Parallel.ForEach(
                    level, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4), CancellationToken = cancellationToken }, path => found.Add(OfOne(folder, path, ignored)));
            }

            cancellationToken.ThrowIfCancellationRequested();
            level = [];
            foreach (var (print, below) in found)
            {
                whole = whole.Plus(print);
                level.AddRange(below);
            }
        }

        return whole;
    }

    /// <summary>A sum, because folders list their entries in any order.</summary>
    private FolderFingerprint Plus(FolderFingerprint other) => new(Hash + other.Hash, Math.Max(NewestTicks, other.NewestTicks));

    private static (FolderFingerprint Print, List<string> Below) OfOne(string folder, string path, IReadOnlySet<string> ignored)
    {
        var seed = (ulong)(uint)path.GetHashCode(StringComparison.Ordinal);
        var print = default(FolderFingerprint);
        var below = new List<string>();
        var entries = new FileSystemEnumerable<(FolderFingerprint Print, string? Folder)>(
            Path.Combine(folder, path),
            (ref entry) => (Mix(ref entry, seed), IsFolder(ref entry) ? entry.FileName.ToString() : null),
            Everything)
        {
            ShouldIncludePredicate = (ref entry) => !entry.FileName.SequenceEqual(".git"),
        };
        try
        {
            foreach (var entry in entries)
            {
                print = print.Plus(entry.Print);
                if (entry.Folder is { } name && (path.Length == 0 ? name : $"{path}/{name}") is var inner && !ignored.Contains(inner))
                {
                    below.Add(inner);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // gone since its parent was read; the parent's own time tells
        }

        return (print, below);
    }

    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static FolderFingerprint Mix(ref FileSystemEntry entry, ulong seed)
    {
        var changedAt = entry.LastWriteTimeUtc.Ticks;
        var mixed = (seed << 32) | (uint)string.GetHashCode(entry.FileName);
        mixed ^= (ulong)changedAt * 0x9E3779B97F4A7C15UL;
        mixed ^= (ulong)entry.Length * 0xC2B2AE3D27D4EB4FUL;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCDUL;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return new FolderFingerprint(mixed ^ (mixed >> 33), changedAt);
    }
}
