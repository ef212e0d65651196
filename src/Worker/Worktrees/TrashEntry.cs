using System.Globalization;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>
/// One folder in the trash: <c>worktree/</c> as it stood, <c>git/</c> the repository's record of it, and <c>origin</c> which
/// says where both came from. Its name begins with the moment it came.
/// </summary>
/// <param name="folder">Absolute.</param>
internal sealed class TrashEntry(string folder)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    public string Folder => folder;
    public string Name => Path.GetFileName(folder);
    public string Worktree => Path.Combine(folder, "worktree");

    /// <summary>Two folders of one name may come in the same millisecond only for the same task, which then means the same entry.</summary>
    public static TrashEntry New(WorktreeRoot root, string worktree, DateTimeOffset now) => new(Path.Combine(
        root.Trash, $"{now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Path.GetFileName(worktree)}"));

    /// <summary>What one task's worktree at this path left; newest first.</summary>
    public static IEnumerable<TrashEntry> Of(WorktreeRoot root, string taskId, string worktree) => All(root)
        .Where(entry => entry.ReadOrigin() is var origin && origin.TaskId == taskId && origin.Worktree == worktree)
        .OrderByDescending(entry => entry.Name, StringComparer.Ordinal);

    public static IEnumerable<TrashEntry> All(WorktreeRoot root)
    {
        var trash = new DirectoryInfo(root.Trash);
        return trash.Exists && trash.LinkTarget is null
            ? trash.EnumerateDirectories().Where(entry => entry.LinkTarget is null).Select(entry => new TrashEntry(entry.FullName))
            : [];
    }

    /// <summary>Null if the name is none that we gave.</summary>
    public DateTimeOffset? CameAt() => Name.IndexOf('-', StringComparison.Ordinal) is var dash and > 0
        && DateTimeOffset.TryParseExact(
            Name[..dash], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        ? at
        : null;

    public (string TaskId, string Worktree, string EntryName) ReadOrigin()
    {
        var file = Path.Combine(folder, "origin");
        return File.Exists(file) && File.ReadAllLines(file) is [var task, var worktree, var entry] ? (task, worktree, entry) : ("", "", "");
    }

    /// <summary>The git folder of the repository it came from, as the worktree's own <c>.git</c> file names it; null where it does not.</summary>
    public string? RepositoryCommon()
    {
        const string Prefix = "gitdir: ";
        var link = Path.Combine(Worktree, ".git");
        return File.Exists(link) && File.ReadAllText(link).Trim() is var line && line.StartsWith(Prefix, StringComparison.Ordinal)
            && Path.GetDirectoryName(line[Prefix.Length..]) is { } records && Path.GetFileName(records) == "worktrees"
                ? Path.GetDirectoryName(records)
                : null;
    }

    public void WriteOrigin(string taskId, string worktree, string entryName) =>
        DurableFile.Write(Path.Combine(folder, "origin"), $"{taskId}\n{worktree}\n{entryName}\n");

    public async Task TakeWorktreeAsync(FolderMove move, string worktree, CancellationToken cancellationToken)
    {
        if (Directory.Exists(worktree))
        {
            await move.RunAsync(worktree, Worktree, cancellationToken);
        }
    }

    /// <summary>The record goes last: while it is still in its place, the removal can be repeated.</summary>
    public async Task TakeRecordAsync(FolderMove move, string? record, CancellationToken cancellationToken)
    {
        if (record is not null)
        {
            await move.RunAsync(record, Path.Combine(folder, "git"), cancellationToken);
            WorktreeEntry.DeleteIfEmpty(Path.GetDirectoryName(record)!);
        }
    }

    /// <summary>Puts both back where they were. Can be repeated after a crash in between.</summary>
    public async Task ReturnAsync(FolderMove move, GitFolders repository, string worktree, CancellationToken cancellationToken)
    {
        var record = Path.Combine(folder, "git");
        if (Directory.Exists(record))
        {
            var records = WorktreeEntry.FolderOf(repository.Common);
            Directory.CreateDirectory(records);
            var name = FreeName(records, ReadOrigin().EntryName);
            await move.RunAsync(record, Path.Combine(records, name), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(Worktree, ".git"), $"gitdir: {Path.Combine(records, name)}\n", cancellationToken);
        }

        if (Directory.Exists(Worktree))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(worktree)!);
            await move.RunAsync(Worktree, worktree, cancellationToken);
        }

        DeleteIfEmpty();
    }

    /// <summary>Removes an entry of which only the file <c>origin</c> is left.</summary>
    public void DeleteIfEmpty()
    {
        if (!Directory.EnumerateDirectories(folder).Any())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FreeName(string folder, string wanted)
    {
        var name = wanted.Length > 0 && GitNames.RequireFolderName(wanted) is var plain ? plain : "worktree";
        for (var number = 2; Path.Exists(Path.Combine(folder, name)); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}{number}");
        }

        return name;
    }
}
