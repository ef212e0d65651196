using Homeport.Platform.Files;
using Homeport.Protocol.Projects;
using Homeport.Worker.Git;

namespace Homeport.Worker.Setup;

/// <summary>
/// Finds what of a repository's folder is ignored by git and wanted by patterns. Nothing is read but names, lengths and the
/// targets of links; nothing outside of the folder is looked at.
/// </summary>
internal sealed class CopyPlanner(GitProgram git, CopyLimits limits)
{
    public async Task<PreviewCopiedFilesResponse> PreviewAsync(
        string repositoryPath, IReadOnlyList<string> patterns, CancellationToken cancellationToken) =>
        (await PlanAsync(repositoryPath, patterns, cancellationToken)).ToResponse();

    /// <exception cref="WorkerRefusedException">The repository's folder is gone or git cannot read it.</exception>
    public async Task<CopyPlan> PlanAsync(string repositoryPath, IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        var wanted = new CopyPatterns(patterns);
        var folders = GitFolders.Of(repositoryPath);
        if (wanted.IsEmpty || folders.Top == folders.Common)
        {
            return CopyPlan.Nothing; // a bare repository has no files
        }

        var ignored = await IgnoredAsync(repositoryPath, cancellationToken);
        using var directory = GuardedDirectory.Open(repositoryPath);
        var scan = new CopyScan(directory, wanted, limits, cancellationToken);
        foreach (var path in ignored)
        {
            scan.Look(path);
        }

        return scan.ToPlan();
    }

    /// <summary>
    /// Of those entries that the worktree's own branch does not ignore, nothing is copied: they would be new files there, and
    /// a secret could be committed.
    /// </summary>
    public async Task<CopyPlan> WithoutUnignoredAsync(CopyPlan plan, string worktree, CancellationToken cancellationToken)
    {
        if (plan.Entries.Count == 0)
        {
            return plan;
        }

        var blocked = plan.Entries.Where(entry => LeadsThroughLink(worktree, entry.Path)).ToHashSet();
        plan = new CopyPlan(
            [.. plan.Entries.Where(entry => !blocked.Contains(entry))],
            [.. plan.Skipped, .. blocked.Select(entry => new SkippedEntry { Path = entry.Path, Reason = "a link is in its way on this task's branch" })]);

        // A folder that is not there yet is asked for by something in it; './' takes every magic from the name.
        var asked = plan.Entries.ToDictionary(
            entry => entry.Path.EndsWith('/') ? $"./{entry.Path}x" : $"./{entry.Path}", StringComparer.Ordinal);
        var output = await git.TryAsync(
            new GitCall
            {
                Folder = worktree,
                Arguments = ["check-ignore", "--stdin", "-z"],
                Environment = new Dictionary<string, string> { ["GIT_LITERAL_PATHSPECS"] = "0" }, // which this command does not know
                Input = System.Text.Encoding.UTF8.GetBytes(string.Concat(asked.Keys.Select(path => path + '\0'))),
            },
            cancellationToken);
        if (output.ExitCode > 1)
        {
            throw GitProgram.Failure(output, "see what is ignored in the worktree");
        }

        var ignored = output.Fields().Select(path => asked[path]).ToHashSet();
        return new CopyPlan(
            [.. plan.Entries.Where(ignored.Contains)],
            [
                .. plan.Skipped,
                .. plan.Entries.Where(entry => !ignored.Contains(entry))
                    .Select(entry => new SkippedEntry { Path = entry.Path, Reason = "git does not ignore it on this task's branch" }),
            ]);
    }

    /// <summary>git does not answer for any path if one leads through a link.</summary>
    private static bool LeadsThroughLink(string worktree, string path)
    {
        var parts = path.Split('/');
        for (var depth = 1; depth < parts.Length; depth++)
        {
            if (new FileInfo(Path.Combine(worktree, Path.Combine(parts[..depth]))).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sample: <c>!! node_modules/</c>, <c>!! src/.env</c>. A folder stands for all of it where a pattern names the folder itself.</summary>
    private async Task<IReadOnlyList<string>> IgnoredAsync(string repositoryPath, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = repositoryPath,
                Arguments =
                [
                    "status", "--porcelain=v1", "-z", "--ignored=matching", "--untracked-files=all", "--no-renames", "--ignore-submodules=all",
                ],
            },
            $"list what is ignored in {repositoryPath}", cancellationToken);
        return [.. output.Fields().Where(line => line.StartsWith("!! ", StringComparison.Ordinal)).Select(line => line[3..])];
    }
}
