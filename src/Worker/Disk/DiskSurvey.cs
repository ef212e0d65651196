using Homeport.Protocol.Fleet;
using Homeport.Worker.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Disk;

/// <summary>Finds the things in Homeport's data folder whose sizes are worth telling apart. It measures nothing.</summary>
internal sealed class DiskSurvey(WorktreeRoot root)
{
    private static readonly string[] Known = ["worktrees", "trash", "repositories", "worker", "logs"];

    /// <summary>Everything in the data folder is in exactly one of them.</summary>
    public IEnumerable<DiskPart> Find() =>
    [
        .. Worktrees(), .. Trash(), .. Folders("repositories", DiskPartKind.Clone), .. Folders("worker", DiskPartKind.Journal),
        .. Logs(), .. Rest(),
    ];

    /// <summary>What lies at this path; null where nothing is that <see cref="Find"/> would tell.</summary>
    public DiskPart? FindAt(string path) => Path.GetDirectoryName(path) is not { } parent ? null
        : parent == root.Trash ? Trash().FirstOrDefault(part => part.Path == path)
        : parent == LogFolder ? Logs().FirstOrDefault(part => part.Path == path)
        : Path.GetDirectoryName(parent) == root.Worktrees ? Worktrees().FirstOrDefault(part => part.Path == path)
        : null;

    private string LogFolder => Path.Combine(root.Path, "logs");

    private IEnumerable<DiskPart> Worktrees() => Below(root.Worktrees).SelectMany(project => Below(project.FullName)).Select(Worktree);

    private static DiskPart Worktree(DirectoryInfo folder)
    {
        var part = Part(DiskPartKind.Worktree, folder.FullName);
        if (GitFolders.TryOf(folder.FullName) is not { } git)
        {
            return part with { Oddity = "Its repository cannot be found; perhaps it lies on a drive that is not mounted." };
        }

        var repository = RepositoryOf(git.Common);
        return WorktreeMarker.TryRead(git.Private) is { } marker
            ? part with { TaskId = marker.TaskId, Branch = marker.Branch, RepositoryPath = repository }
            : part with { RepositoryPath = repository, Oddity = "It has no marker of Homeport, so somebody else made it." };
    }

    private IEnumerable<DiskPart> Trash() => TrashEntry.All(root).Select(entry =>
    {
        var origin = entry.ReadOrigin();
        var marker = WorktreeMarker.TryRead(Path.Combine(entry.Folder, "git"));
        return Part(DiskPartKind.Trash, entry.Folder) with
        {
            At = entry.CameAt(),
            TaskId = origin.TaskId.Length > 0 ? origin.TaskId : null,
            Origin = origin.Worktree.Length > 0 ? origin.Worktree : null,
            Branch = marker?.Branch,
            RepositoryPath = entry.RepositoryCommon() is { } common ? RepositoryOf(common) : null,
            Oddity = entry.CameAt() is null ? "Its name is none that Homeport gives, so somebody else put it there." : null,
        };
    });

    private IEnumerable<DiskPart> Folders(string name, DiskPartKind kind) =>
        Below(Path.Combine(root.Path, name)).Select(folder => Part(kind, folder.FullName));

    /// <summary>A log that is full was numbered and is written no more.</summary>
    private IEnumerable<DiskPart> Logs() => Directory.Exists(LogFolder)
        ? new DirectoryInfo(LogFolder).EnumerateFileSystemInfos()
            .Select(file => Part(IsOldLog(file) ? DiskPartKind.Leftover : DiskPartKind.Log, file.FullName))
        : [];

    private static bool IsOldLog(FileSystemInfo file) => file is FileInfo { LinkTarget: null } && Path.GetExtension(file.Name) is ['.', >= '1' and <= '9']
        && Path.GetFileNameWithoutExtension(file.Name).EndsWith(".log", StringComparison.Ordinal);

    private IEnumerable<DiskPart> Rest() => Directory.Exists(root.Path)
        ? new DirectoryInfo(root.Path).EnumerateFileSystemInfos().Where(entry => !Known.Contains(entry.Name, StringComparer.Ordinal))
            .Select(entry => Part(
                entry.Name.StartsWith("homeport.db", StringComparison.Ordinal) ? DiskPartKind.Database : DiskPartKind.Other, entry.FullName))
        : [];

    private static IEnumerable<DirectoryInfo> Below(string folder) => new DirectoryInfo(folder) is { Exists: true, LinkTarget: null } real
        ? real.EnumerateDirectories().Where(entry => entry.LinkTarget is null)
        : [];

    /// <summary>The folder that a person knows the repository by.</summary>
    private static string RepositoryOf(string common) => Path.GetFileName(common) == ".git" ? Path.GetDirectoryName(common)! : common;

    private static DiskPart Part(DiskPartKind kind, string path) =>
        new() { Kind = kind, Path = path, Measured = false, Bytes = 0, Files = 0, Complete = true, Fingerprint = "" };
}
