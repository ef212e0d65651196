using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>Brings the files of a folder from one tree to another without losing anything that neither tree holds.</summary>
internal sealed class TreeMove(GitProgram git)
{
    /// <summary>Refuses if a file that git does not know stands where the new tree has one, even an ignored one, which git itself would overwrite.</summary>
    public async Task RequireFreeAsync(string folder, string from, string to, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["diff-tree", "-r", "-z", "--no-renames", "--name-status", "--diff-filter=AD", from, to],
            },
            "compare the trees", cancellationToken);
        var fields = output.Fields().ToArray();
        var leaving = new HashSet<string>(StringComparer.Ordinal);
        var arriving = new List<string>();
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (fields[i] == "D")
            {
                leaving.Add(fields[i + 1]);
            }
            else
            {
                arriving.Add(fields[i + 1]);
            }
        }

        var inTheWay = arriving.Where(path => Blocker(folder, path) is { } blocker && !leaving.Contains(blocker)).ToArray();
        if (inTheWay.Length > 0)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Conflict,
                $"{folder} holds files that git does not track and that would be overwritten: {Some(inTheWay)}. Move them away and try again.",
                new Dictionary<string, string[]> { ["files"] = inTheWay });
        }
    }

    /// <summary>Moves files and index. Either all of it happens or, if git refuses, nothing.</summary>
    /// <param name="folder">The top of the working folder.</param>
    /// <param name="from">The tree that the index holds.</param>
    /// <param name="to">The tree to go to.</param>
    /// <param name="environment">Names a private index, if not the folder's own.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>What git said when it refused, else null.</returns>
    public async Task<string?> TryMoveAsync(
        string folder, string from, string to, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var output = await git.TryAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["read-tree", "-m", "-u", from, to],
                Environment = environment,
                IsRead = false,
                Limits = PrivateIndex.LongRun,
            },
            cancellationToken);
        return output.IsSuccess ? null : output.Complaint();
    }

    public static string Some(IReadOnlyCollection<string> paths) =>
        string.Join(", ", paths.Take(5)) + (paths.Count > 5 ? $" and {paths.Count - 5} more" : "");

    /// <summary>The file at this path, or at one of the folders above it; null if nothing is in the way.</summary>
    private static string? Blocker(string folder, string path)
    {
        for (var at = path; at.Length > 0; at = at.Contains('/') ? at[..at.LastIndexOf('/')] : "")
        {
            var entry = new FileInfo(Path.Combine(folder, at));
            if (entry.LinkTarget is not null || entry.Exists)
            {
                return at;
            }
        }

        return null;
    }
}
