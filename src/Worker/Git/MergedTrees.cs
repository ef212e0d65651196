using System.Globalization;
using System.Text;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Git;

/// <summary>The outcome of a computed merge: a commit, or the files that are in the way.</summary>
/// <param name="Commit">Where the target branch would stand; null with conflicts.</param>
/// <param name="Conflicts">Files that git cannot join.</param>
internal sealed record MergedTip(string? Commit, IReadOnlyList<string> Conflicts);

/// <summary>Computes merges with <c>git merge-tree</c>: no checkout, no index, nothing but new objects.</summary>
/// <param name="git">The program.</param>
/// <param name="folder">Any folder of the repository.</param>
/// <param name="scratch">Sends new objects elsewhere, for a merge that is only tried; empty to keep them.</param>
internal sealed class MergedTrees(GitProgram git, string folder, IReadOnlyDictionary<string, string> scratch)
{
    public async Task<MergedTip> ComputeAsync(
        MergeStrategy strategy, string target, string branch, string message, CancellationToken cancellationToken)
    {
        if (await IsAncestorAsync(branch, target, cancellationToken))
        {
            return new MergedTip(target, []); // everything is there already
        }

        return strategy switch
        {
            MergeStrategy.Merge => await JoinAsync(target, branch, ["-p", target, "-p", branch], message, cancellationToken),
            MergeStrategy.Squash => await JoinAsync(target, branch, ["-p", target], message, cancellationToken),
            MergeStrategy.Rebase => await ReplayAsync(target, branch, cancellationToken),
        };
    }

    /// <summary>The tree of both sides together.</summary>
    public async Task<(string? Tree, IReadOnlyList<string> Conflicts)> JoinTreesAsync(
        string ours, string theirs, CancellationToken cancellationToken)
    {
        // 9a0f…␀both.txt␀other.txt␀ with exit code 1, or only the tree with 0
        var output = await git.TryAsync(Call(["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs]), cancellationToken);
        if (output.ExitCode > 1 || output.Truncated)
        {
            throw output.Error.Contains("unrelated histories", StringComparison.Ordinal)
                ? new WorkerRefusedException(ErrorCodes.Conflict, "The two branches have no commit in common, so git cannot join them.")
                : GitProgram.Failure(output, "compute the merge");
        }

        var fields = output.Fields().ToArray();
        return output.ExitCode == 0
            ? (fields[0], [])
            : (null, [.. fields.Skip(1).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private async Task<MergedTip> JoinAsync(
        string target, string branch, string[] parents, string message, CancellationToken cancellationToken)
    {
        var (tree, conflicts) = await JoinTreesAsync(target, branch, cancellationToken);
        if (tree is null)
        {
            return new MergedTip(null, conflicts);
        }

        if (parents.Length == 2 && tree == await TreeOfAsync(target, cancellationToken))
        {
            return new MergedTip(target, []); // squashed before: nothing is left of it
        }

        var identity = await CommitIdentity.OfAsync(git, folder, cancellationToken);
        return new MergedTip(await CommitAsync(tree, parents, message, identity, identity.Environment, cancellationToken), []);
    }

    /// <summary>Each commit again on top of the target, as git rebase does: merges and what the target has already are left out.</summary>
    private async Task<MergedTip> ReplayAsync(string target, string branch, CancellationToken cancellationToken)
    {
        var identity = await CommitIdentity.OfAsync(git, folder, cancellationToken);
        var tip = target;
        foreach (var commit in await ListAsync(target, branch, cancellationToken))
        {
            if (commit.Parent == tip)
            {
                tip = commit.Id; // it stands there already
                continue;
            }

            // A stand-in for our tip with the commit's own parent makes that parent the base of the merge, which is what
            // cherry-pick computes. (merge-tree can be told the base directly only since git 2.40.)
            var tree = await TreeOfAsync(tip, cancellationToken);
            var standIn = await CommitAsync(tree, ["-p", commit.Parent], "stand-in", identity with { IsSigned = false }, identity.Environment, cancellationToken);
            var (replayed, conflicts) = await JoinTreesAsync(standIn, commit.Id, cancellationToken);
            if (replayed is null)
            {
                return new MergedTip(null, conflicts);
            }

            if (replayed != tree || commit.WasEmpty)
            {
                tip = await CommitAsync(replayed, ["-p", tip], commit.Message, identity, commit.AuthorOver(identity.Environment), cancellationToken);
            }
        }

        return new MergedTip(tip, []);
    }

    private async Task<IReadOnlyList<Original>> ListAsync(string target, string branch, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            Call(
            [
                "log", "--no-show-signature", "--topo-order", "--reverse", "--no-merges", "--cherry-pick", "--right-only", "--encoding=UTF-8",
                "--date=raw", "-z", "--format=tformat:%H%x00%P%x00%T%x00%an%x00%ae%x00%ad%x00%B", $"{target}...{branch}", "--",
            ]),
            "list the commits", cancellationToken);
        var fields = output.Fields().ToArray();
        var commits = new List<Original>();
        for (var at = 0; at + 6 < fields.Length; at += 7)
        {
            if (fields[at + 1].Length == 0)
            {
                throw new WorkerRefusedException(ErrorCodes.Conflict, "A commit without a parent cannot be replayed. Merge or squash instead.");
            }

            var parentTree = await TreeOfAsync(fields[at + 1], cancellationToken);
            commits.Add(new Original(
                fields[at], fields[at + 1], parentTree == fields[at + 2], fields[at + 3], fields[at + 4], fields[at + 5], fields[at + 6]));
        }

        return commits;
    }

    private async Task<bool> IsAncestorAsync(string commit, string of, CancellationToken cancellationToken) =>
        (await git.TryAsync(Call(["merge-base", "--is-ancestor", commit, of]), cancellationToken)).ExitCode switch
        {
            0 => true,
            1 => false,
            _ => throw new WorkerRefusedException(ErrorCodes.NotFound, "One of the commits to join is not in the repository any more."),
        };

    private async Task<string> TreeOfAsync(string commit, CancellationToken cancellationToken) =>
        (await git.RunAsync(Call(["rev-parse", "--verify", "--end-of-options", $"{commit}^{{tree}}"]), "read a commit", cancellationToken))
        .Lines().Last();

    private async Task<string> CommitAsync(
        string tree, string[] parents, string message, Signature identity, IReadOnlyDictionary<string, string> author, CancellationToken cancellationToken)
    {
        var call = Call(["commit-tree", tree, .. parents, .. identity.IsSigned ? (string[])["-S"] : []]);
        var environment = new Dictionary<string, string>(scratch, StringComparer.Ordinal);
        foreach (var (name, value) in author)
        {
            environment[name] = value;
        }

        var text = message.EndsWith('\n') ? message : message + "\n";
        var output = await git.RunAsync(
            call with { Input = Encoding.UTF8.GetBytes(text), Environment = environment, IsRead = false }, "write a commit", cancellationToken);
        return output.Text;
    }

    private GitCall Call(string[] arguments) => new() { Folder = folder, Arguments = arguments, Environment = scratch };

    /// <summary>A commit that is replayed; author and date stay.</summary>
    private sealed record Original(string Id, string Parent, bool WasEmpty, string Author, string Email, string Date, string Message)
    {
        public Dictionary<string, string> AuthorOver(IReadOnlyDictionary<string, string> identity) => new(identity, StringComparer.Ordinal)
        {
            ["GIT_AUTHOR_NAME"] = Author,
            ["GIT_AUTHOR_EMAIL"] = Email,
            ["GIT_AUTHOR_DATE"] = string.Create(CultureInfo.InvariantCulture, $"@{Date}"),
        };
    }
}
