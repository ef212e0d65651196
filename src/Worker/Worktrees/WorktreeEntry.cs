namespace Homeport.Worker.Worktrees;

/// <summary>A repository's own record of a linked worktree: a folder under <c>worktrees/</c> in its git folder.</summary>
internal static class WorktreeEntry
{
    public static string FolderOf(string common) => Path.Combine(common, "worktrees");

    /// <summary>The record whose <c>gitdir</c> file names this worktree; null if the repository knows none.</summary>
    public static string? Find(string common, string worktree)
    {
        var folder = FolderOf(common);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).FirstOrDefault(entry => WorktreeOf(entry) == worktree)
            : null;
    }

    /// <summary>Takes one record away and no other, as <c>git worktree prune</c> would for all that look stale.</summary>
    public static void Delete(string entry)
    {
        Directory.Delete(entry, recursive: true);
        DeleteIfEmpty(Path.GetDirectoryName(entry)!);
    }

    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static string? WorktreeOf(string entry)
    {
        var file = Path.Combine(entry, "gitdir");
        return File.Exists(file) ? Path.GetDirectoryName(Path.GetFullPath(File.ReadAllText(file).TrimEnd('\n'), entry)) : null;
    }
}
