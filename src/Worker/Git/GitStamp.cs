using System.Globalization;
using System.Text;

namespace Homeport.Worker.Git;

/// <summary>A text that changes when what git knows of a working folder does: HEAD and its branch, index, settings, excludes.</summary>
internal static class GitStamp
{
    public static string Of(GitFolders folders, string? home)
    {
        var stamp = new StringBuilder();
        var headFile = Path.Combine(folders.Private, "HEAD");
        var head = File.Exists(headFile) ? File.ReadAllText(headFile).Trim() : "";
        stamp.Append(head).Append('\n');
        if (head.StartsWith("ref: ", StringComparison.Ordinal))
        {
            var branch = Path.Combine(folders.Common, head["ref: ".Length..]);
            stamp.Append(File.Exists(branch) ? File.ReadAllText(branch).Trim() : OfFile(Path.Combine(folders.Common, "packed-refs"))).Append('\n');
        }

        string[] files =
        [
            folders.Index,
            Path.Combine(folders.Common, "config"),
            Path.Combine(folders.Private, "config.worktree"),
            Path.Combine(folders.Common, "info", "exclude"),
            Path.Combine(folders.Common, "info", "attributes"),
            .. home is null ? [] : (string[])[Path.Combine(home, ".gitconfig"), Path.Combine(home, ".config", "git", "config"), Path.Combine(home, ".config", "git", "ignore")],
        ];
        foreach (var file in files)
        {
            stamp.Append(OfFile(file)).Append('\n');
        }

        return stamp.ToString();
    }

    public static string OfFile(string file) => new FileInfo(file) is { Exists: true } entry
        ? string.Create(CultureInfo.InvariantCulture, $"{entry.LastWriteTimeUtc.Ticks} {entry.Length}")
        : "none";
}
