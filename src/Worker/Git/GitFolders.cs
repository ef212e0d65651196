using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>Where git keeps what belongs to one working folder. Read from disk, without a process.</summary>
/// <param name="Top">The working folder; the repository itself if it is bare.</param>
/// <param name="Private">HEAD, index and state of this working folder alone.</param>
/// <param name="Common">Objects, refs and configuration of the repository.</param>
internal sealed record GitFolders(string Top, string Private, string Common)
{
    /// <summary>It is a linked worktree, not the repository's main folder.</summary>
    public bool IsLinked => Private != Common;

    public string Index => Path.Combine(Private, "index");
    public string Objects => Path.Combine(Common, "objects");

    /// <exception cref="WorkerRefusedException">There is no such folder, or it is no working folder of git.</exception>
    public static GitFolders Of(string top) => TryOf(top) ?? throw (Directory.Exists(top)
        ? new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{top} is no git working folder: its .git is missing or damaged.")
        : new WorkerRefusedException(ErrorCodes.NotFound, $"The folder {top} is not there any more."));

    public static GitFolders? TryOf(string top)
    {
        var link = Path.Combine(top, ".git");
        if (Directory.Exists(link))
        {
            return new GitFolders(top, link, CommonOf(link));
        }

        if (File.Exists(link))
        {
            return TryReadPath(link, "gitdir: ", top) is { } folder && Directory.Exists(folder)
                ? new GitFolders(top, folder, CommonOf(folder))
                : null;
        }

        var isBare = File.Exists(Path.Combine(top, "HEAD")) && Directory.Exists(Path.Combine(top, "objects"));
        return isBare ? new GitFolders(top, top, top) : null;
    }

    private static string CommonOf(string folder) =>
        TryReadPath(Path.Combine(folder, "commondir"), "", folder) ?? folder;

    /// <summary>A file of one line such as <c>gitdir: /home/me/app/.git/worktrees/x</c>; the path may be relative.</summary>
    private static string? TryReadPath(string file, string prefix, string relativeTo)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var line = File.ReadAllText(file).TrimEnd('\n', '\r');
        return line.StartsWith(prefix, StringComparison.Ordinal)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(line[prefix.Length..], relativeTo))
            : null;
    }
}
