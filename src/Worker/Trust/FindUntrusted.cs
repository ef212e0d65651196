using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Worker.Git;
using Homeport.Worker.Setup;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Trust;

/// <summary>
/// Finds what in a worktree makes programs run and is not trusted as it is. Links are followed inside the worktree, so that
/// what they lead to is seen too; one that leads outside is shown as such.
/// </summary>
internal sealed class FindUntrusted(GitProgram git, CopyPlanner planner)
{
    private const int MostFiles = 5000;
    private const int DeepestFolder = 40;

    /// <summary>What agents install for themselves. Where it is part of the repository it counts like everything else.</summary>
    private const string Installed = "node_modules";

    /// <summary>Texts of all files together, so that the answer fits into one message.</summary>
    private const int MostText = 2 * 1024 * 1024;

    /// <exception cref="WorkerRefusedException">The worktree is gone, cannot be read, or has too many such files.</exception>
    public async Task<FindUntrustedResponse> RunAsync(FindUntrustedRequest request, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(request.WorktreePath))
        {
            throw new WorkerRefusedException(ErrorCodes.NotFound, $"The folder {request.WorktreePath} is not there any more.");
        }

        var worktree = RealPath.Of(request.WorktreePath);
        var trusted = request.Trusted.ToHashSet(StringComparer.Ordinal);
        var found = new SortedDictionary<string, UntrustedFile>(StringComparer.Ordinal);
        var seen = 0;
        try
        {
            await foreach (var (path, file, link) in FilesAsync(worktree, request, cancellationToken))
            {
                if (++seen > MostFiles)
                {
                    throw new WorkerRefusedException(
                        ErrorCodes.TooLarge,
                        $"More than {MostFiles} files in this repository make programs run ({path} is one of them), which nobody can look through. Take out what need not be there.");
                }

                var read = await ConfigurationFile.ReadAsync(path, file, link, cancellationToken);
                if (!trusted.Contains(read.Hash))
                {
                    found[path] = read;
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new WorkerRefusedException(ErrorCodes.Unavailable, $"What this repository makes programs run could not be looked at: {refused.Message}");
        }

        return new FindUntrustedResponse { Files = Bounded(found.Values) };
    }

    private static IReadOnlyList<UntrustedFile> Bounded(IEnumerable<UntrustedFile> files)
    {
        var left = MostText;
        return [.. files.Select(file => (left -= file.Text?.Length ?? 0) < 0 ? file with { Text = null } : file)];
    }

    private async IAsyncEnumerable<(string Path, string? File, string? Link)> FilesAsync(
        string worktree, FindUntrustedRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in ExecutableConfiguration.In(worktree))
        {
            var skipsInstalled = Directory.Exists(Path.Combine(worktree, path)) && !await HasInstalledAsync(worktree, path, cancellationToken);
            foreach (var file in Below(worktree, path, skipsInstalled, 0))
            {
                yield return file;
            }
        }

        if (request.CopyIgnored.Count == 0)
        {
            yield break;
        }

        var plan = await planner.PlanAsync(request.RepositoryPath, request.CopyIgnored, cancellationToken);
        foreach (var leaf in plan.Entries.SelectMany(entry => entry.Leaves).Where(leaf => ExecutableConfiguration.Holds(leaf.Path)))
        {
            var source = Path.Combine(request.RepositoryPath, leaf.Path);
            yield return (leaf.Path, leaf.IsLink ? null : source, leaf.IsLink ? new FileInfo(source).LinkTarget : null);
        }
    }

    private async Task<bool> HasInstalledAsync(string worktree, string path, CancellationToken cancellationToken)
    {
        var answer = await git.TryAsync(
            new GitCall { Folder = worktree, Arguments = ["ls-files", "-z", "--", $"{path}/{Installed}"] }, cancellationToken);
        return !answer.IsSuccess || answer.Output.Length > 0;
    }

    private static IEnumerable<(string Path, string? File, string? Link)> Below(string worktree, string path, bool skipsInstalled, int depth)
    {
        var full = Path.Combine(worktree, path);
        var real = RealPath.Of(full);
        var link = real == full ? null : Path.GetRelativePath(worktree, real);
        if (!RealPath.IsWithin(real, worktree) || !Path.Exists(real))
        {
            return [(path, null, new FileInfo(full).LinkTarget ?? real)];
        }

        if (File.Exists(real))
        {
            return [(path, real, link)];
        }

        return depth > DeepestFolder
            ? throw new IOException($"{path} is nested too deeply, or leads round in a circle.")
            : new DirectoryInfo(real).EnumerateFileSystemInfos()
                .Where(entry => !(skipsInstalled && entry.Name == Installed))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .SelectMany(entry => Below(worktree, $"{path}/{entry.Name}", skipsInstalled, depth + 1));
    }
}
