using System.Globalization;
using Homeport.Protocol;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Finds where a task's branch starts and a name that is free, with one look at the refs.</summary>
internal sealed class StartPoint(GitProgram git)
{
    private const string Remotes = "refs/remotes/";
    private const int MostTries = 1000;

    private readonly Branches _branches = new(git);

    /// <returns>A branch name that no ref has, and the commit to start from.</returns>
    public async Task<(string Branch, string Commit)> FindAsync(
        string folder, string baseBranch, string wanted, CancellationToken cancellationToken)
    {
        await _branches.RequireNameAsync(folder, baseBranch, cancellationToken); // so that it holds no pattern either
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folder,
                Arguments =
                [
                    "for-each-ref", "--format=%(refname) %(objectname)", "--",
                    Branches.Local + baseBranch, Remotes + baseBranch, $"{Remotes}*/{baseBranch}",
                    $"{Branches.Local}{wanted}*", .. FoldersOf(wanted).Select(above => Branches.Local + above),
                ],
            },
            "look up the branches", cancellationToken);
        var refs = output.Lines().Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return (Free(wanted, refs), BaseOf(baseBranch, refs) ?? throw await NoBaseAsync(folder, baseBranch, cancellationToken));
    }

    /// <summary>A local branch, else a remote's branch that was named with its remote, else one of <c>origin</c>, else of any remote.</summary>
    private static string? BaseOf(string name, Dictionary<string, string> refs)
    {
        var suffix = "/" + name;
        var ofAnyRemote = refs.Keys.Where(key => key.StartsWith(Remotes, StringComparison.Ordinal) && key.EndsWith(suffix, StringComparison.Ordinal));
        var found = new[] { Branches.Local + name, Remotes + name, $"{Remotes}origin/{name}" }
            .Concat(ofAnyRemote.Order(StringComparer.Ordinal)).FirstOrDefault(refs.ContainsKey);
        return found is null ? null : refs[found];
    }

    private static string Free(string wanted, Dictionary<string, string> refs)
    {
        if (FoldersOf(wanted).FirstOrDefault(above => refs.ContainsKey(Branches.Local + above)) is { } blocking)
        {
            throw new WorkerRefusedException(
                ErrorCodes.BranchInvalid,
                $"The branch '{wanted}' cannot be made because a branch '{blocking}' exists and git keeps branches as files. Change the project's branch template.");
        }

        for (var number = 1; number <= MostTries; number++)
        {
            var name = number == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
            var full = Branches.Local + name;
            if (!refs.Keys.Any(key => key == full || key.StartsWith(full + "/", StringComparison.Ordinal)))
            {
                return name;
            }
        }

        throw new WorkerRefusedException(ErrorCodes.BranchInvalid, $"{MostTries} branches are called '{wanted}' already. Choose another name.");
    }

    private async Task<WorkerRefusedException> NoBaseAsync(string folder, string baseBranch, CancellationToken cancellationToken) =>
        await _branches.FindAsync(folder, "HEAD", cancellationToken) is null
            ? new WorkerRefusedException(
                ErrorCodes.RepositoryInvalid, $"The repository {folder} has no commit yet, so there is nothing to start from. Make a first commit.")
            : new WorkerRefusedException(
                ErrorCodes.NotFound, $"There is no branch '{baseBranch}' in {folder}, neither a local one nor of a remote. Fetch it, or choose another base branch.");

    /// <summary><c>a/b/c</c> gives <c>a/b</c> and <c>a</c>.</summary>
    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var at = name.LastIndexOf('/'); at > 0; at = name.LastIndexOf('/', at - 1))
        {
            yield return name[..at];
        }
    }
}
