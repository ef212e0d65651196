namespace Homeport.Worker.Git;

/// <summary>Which branch stands in which working folder of a repository.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Branch">Its short name; null when HEAD is detached. A branch that is being rebased or bisected counts.</param>
internal sealed record Checkout(string Folder, string? Branch);

internal static class Checkouts
{
    private static readonly string[] BusyNames = ["rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"];

    /// <summary>Working folders whose folder is gone are left out.</summary>
    public static async Task<IReadOnlyList<Checkout>> ListAsync(GitProgram git, string folder, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall { Folder = folder, Arguments = ["worktree", "list", "--porcelain", "-z"] },
            "list the worktrees", cancellationToken);
        var found = new List<Checkout>();
        string? at = null, branch = null;
        var isBare = false;
        foreach (var line in output.Fields())
        {
            switch (line)
            {
                case "":
                    Add();
                    (at, branch, isBare) = (null, null, false);
                    break;
                case "bare":
                    isBare = true;
                    break;
                default:
                    at = After(line, "worktree ") ?? at;
                    branch = After(line, "branch " + Branches.Local) ?? branch;
                    break;
            }
        }

        Add();
        return found;

        void Add()
        {
            if (at is not null && !isBare && GitFolders.TryOf(at) is { } folders)
            {
                found.Add(new Checkout(at, branch ?? BusyBranch(folders.Private)));
            }
        }
    }

    private static string? BusyBranch(string privateFolder)
    {
        var file = BusyNames.Select(name => Path.Combine(privateFolder, name)).FirstOrDefault(File.Exists);
        var name = file is null ? null : File.ReadAllText(file).Trim();
        return name is null ? null : After(name, Branches.Local) ?? name;
    }

    private static string? After(string line, string prefix) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : null;
}
