using Homeport.Platform.Files;
using Homeport.Protocol.Projects;

namespace Homeport.Worker.Setup;

/// <summary>Copies what a plan names from a repository's folder into a worktree. What is there already stays as it is.</summary>
internal static class CopyIgnoredFiles
{
    /// <summary>On a thread of its own; cancelling stops between two files.</summary>
    public static Task<CopyOutcome> RunAsync(CopyPlan plan, string repositoryPath, string worktree, CancellationToken cancellationToken) =>
        Task.Run(() => Run(plan, repositoryPath, worktree, cancellationToken), cancellationToken);

    private static CopyOutcome Run(CopyPlan plan, string repositoryPath, string worktree, CancellationToken cancellationToken)
    {
        using var from = GuardedDirectory.Open(repositoryPath);
        using var to = GuardedDirectory.Open(worktree);
        var (files, kept, bytes) = (0, 0, 0L);
        var failed = new List<SkippedEntry>();
        foreach (var leaf in plan.Entries.SelectMany(entry => entry.Leaves))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var length = leaf.IsLink ? from.CopyLink(leaf.Path, to) : from.CopyFile(leaf.Path, to);
                (files, kept, bytes) = length is { } copied ? (files + 1, kept, bytes + copied) : (files, kept + 1, bytes);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                failed.Add(new SkippedEntry { Path = leaf.Path, Reason = refused.Message });
            }
        }

        return new CopyOutcome(files, bytes, kept, failed);
    }
}
