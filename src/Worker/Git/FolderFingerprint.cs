using System.IO.Enumeration;

namespace Homeport.Worker.Git;

/// <summary>
/// A number that changes when anything under a folder does: names, kinds, sizes and times, ignored folders left out. Much
/// cheaper than asking git, which reads its index and starts a process.
/// </summary>
/// <param name="Hash">Equal for equal folders, in this process only.</param>
/// <param name="NewestUtc">The latest change of any entry.</param>
internal readonly record struct FolderFingerprint(ulong Hash, DateTime NewestUtc)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
    };

    /// <param name="folder">The top of a working folder.</param>
    /// <param name="ignored">Paths relative to it that are not entered.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static FolderFingerprint Of(string folder, IReadOnlySet<string> ignored, CancellationToken cancellationToken)
    {
        var hash = 0UL;
        var newest = File.GetLastWriteTimeUtc(folder).Ticks;
        var entries = new FileSystemEnumerable<bool>(
            folder,
            (ref entry) =>
            {
                var changedAt = entry.LastWriteTimeUtc.Ticks;
                newest = Math.Max(newest, changedAt);
                hash += Mix(ref entry, changedAt); // a sum, because folders list their entries in any order
                return true;
            },
            Everything)
        {
            ShouldIncludePredicate = (ref entry) => !entry.FileName.SequenceEqual(".git"),
            ShouldRecursePredicate = (ref entry) => IsEntered(ref entry, folder, ignored),
        };
        foreach (var _ in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new FolderFingerprint(hash ^ (ulong)File.GetLastWriteTimeUtc(folder).Ticks, new DateTime(newest, DateTimeKind.Utc));
    }

    private static bool IsEntered(ref FileSystemEntry entry, string folder, IReadOnlySet<string> ignored)
    {
        if (entry.FileName.SequenceEqual(".git") || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return false;
        }

        return ignored.Count == 0 || !ignored.Contains(entry.ToFullPath()[(folder.Length + 1)..]);
    }

    private static ulong Mix(ref FileSystemEntry entry, long changedAt)
    {
        var mixed = ((ulong)(uint)string.GetHashCode(entry.FileName) << 32) | (uint)string.GetHashCode(entry.Directory);
        mixed ^= (ulong)changedAt * 0x9E3779B97F4A7C15UL;
        mixed ^= (ulong)entry.Length * 0xC2B2AE3D27D4EB4FUL;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCDUL;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return mixed ^ (mixed >> 33);
    }
}
