namespace Homeport.Worker.Git;

/// <summary>What <c>git status</c> knows of a working folder.</summary>
internal sealed class WorktreeStatus
{
    /// <summary>Null in a repository without a commit.</summary>
    public string? HeadCommit { get; private init; }

    /// <summary>Null when HEAD is detached.</summary>
    public string? Branch { get; private init; }

    /// <summary>Everything that no commit has, by path.</summary>
    public required IReadOnlyDictionary<string, PathState> Paths { get; init; }

    /// <summary>Folders that git does not look into, without a slash at the end.</summary>
    public required IReadOnlySet<string> IgnoredFolders { get; init; }

    public bool HasUncommitted => Paths.Count > 0;
    public IEnumerable<string> Conflicts => Paths.Where(path => path.Value == PathState.Conflicted).Select(path => path.Key);

    /// <summary>Runs git status.</summary>
    /// <param name="git">The program.</param>
    /// <param name="folder">The top of the working folder.</param>
    /// <param name="refreshesIndex">Write what was learned about unchanged files into the index, as a person's git status would.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public static async Task<WorktreeStatus> ReadAsync(
        GitProgram git, string folder, bool refreshesIndex, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments =
                [
                    "status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z", "--no-renames",
                    "--untracked-files=all", "--ignored=matching", "--ignore-submodules=dirty",
                ],
                IsRead = !refreshesIndex,
            },
            $"read the status of {folder}", cancellationToken);
        return Parse(output.Fields());
    }

    /// <summary>
    /// <code>
    /// # branch.oid 1b6c…
    /// # branch.head main
    /// 1 .M N... 100644 100644 100644 9a0… 9a0… src/a b.txt
    /// u UU N... 100644 100644 100644 100644 1… 2… 3… both.txt
    /// ? new.txt
    /// ! node_modules/
    /// </code>
    /// </summary>
    internal static WorktreeStatus Parse(IEnumerable<string> entries)
    {
        string? head = null, branch = null;
        var paths = new Dictionary<string, PathState>(StringComparer.Ordinal);
        var ignored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case ['#', ..]:
                    head = ValueOf(entry, "# branch.oid ", "(initial)") ?? head;
                    branch = ValueOf(entry, "# branch.head ", "(detached)") ?? branch;
                    break;
                case ['1', ..]:
                    paths[entry.Split(' ', 9)[8]] = PathState.Changed;
                    break;
                case ['u', ..]:
                    paths[entry.Split(' ', 11)[10]] = PathState.Conflicted;
                    break;
                case ['?', ..]:
                    paths[entry[2..].TrimEnd('/')] = PathState.Untracked;
                    break;
                case ['!', .., '/']:
                    ignored.Add(entry[2..^1]);
                    break;
            }
        }

        return new WorktreeStatus { HeadCommit = head, Branch = branch, Paths = paths, IgnoredFolders = ignored };
    }

    private static string? ValueOf(string entry, string prefix, string none) =>
        entry.StartsWith(prefix, StringComparison.Ordinal) && entry[prefix.Length..] is var value && value != none ? value : null;
}

/// <summary>How a path differs from HEAD.</summary>
internal enum PathState
{
    /// <summary>Staged or not.</summary>
    Changed,
    Untracked,

    /// <summary>A merge left it unresolved.</summary>
    Conflicted,
}
