using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Clears up after a worker that was killed in the middle of a step. Nothing is deleted that a person could miss.</summary>
internal sealed class WorktreeRepair(GitProgram git, WorktreeRoot root, FolderMove move)
{
    private readonly Branches _branches = new(git);

    /// <summary>Run once at the start, before anything else is asked of the worker.</summary>
    /// <returns>Worktrees that were undone or moved into the trash.</returns>
    public async Task<IReadOnlyList<string>> RepairAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(root.Scratch))
        {
            Directory.Delete(root.Scratch, recursive: true);
        }

        await RemoveUnfinishedClonesAsync(cancellationToken);
        var undone = new List<string>();
        foreach (var worktree in Candidates())
        {
            if (await UndoHalfMadeAsync(worktree, cancellationToken))
            {
                undone.Add(worktree);
            }
        }

        return undone;
    }

    /// <summary>
    /// A folder at this place that is no complete worktree goes into the trash; the record of it and the branch that was
    /// made for it go, the branch only if nothing was committed on it.
    /// </summary>
    /// <returns>Was there something to undo?</returns>
    public async Task<bool> UndoHalfMadeAsync(string worktree, CancellationToken cancellationToken)
    {
        var folders = GitFolders.TryOf(worktree);
        if (folders is not null && WorktreeMarker.TryRead(folders.Private) is not null)
        {
            WorktreeIntent.Clear(worktree);
            return false;
        }

        var intent = WorktreeIntent.TryRead(worktree);
        var hadFolder = Directory.Exists(worktree);
        if (hadFolder)
        {
            var entry = TrashEntry.New(root, worktree, git.Time.GetUtcNow());
            entry.WriteOrigin("", worktree, "");
            await entry.TakeWorktreeAsync(move, worktree, cancellationToken);
        }

        if (intent is not null)
        {
            await ForgetAsync(intent, worktree, cancellationToken);
        }

        WorktreeIntent.Clear(worktree);
        return hadFolder || intent is not null;
    }

    private async Task ForgetAsync(WorktreeIntent intent, string worktree, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(intent.Repository))
        {
            return;
        }

        if (WorktreeEntry.Find(intent.Repository, worktree) is { } record)
        {
            WorktreeEntry.Delete(record);
        }

        var reference = Branches.Local + intent.Branch;
        if (await _branches.FindAsync(intent.Repository, reference, cancellationToken) == intent.BaseCommit)
        {
            await git.RunAsync(
                new GitCall { Folder = intent.Repository, Arguments = ["update-ref", "-d", reference, intent.BaseCommit], IsRead = false },
                $"take back the branch {intent.Branch}", cancellationToken);
        }
    }

    private List<string> Candidates()
    {
        if (!Directory.Exists(root.Worktrees))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(root.Worktrees)
            .SelectMany(project => Directory.EnumerateDirectories(project).Concat(WorktreeIntent.WorktreesUnder(project)))
            .Distinct(StringComparer.Ordinal)
            .Where(worktree => !IsOrphaned(worktree))];
    }

    /// <summary>Complete once, but its repository cannot be seen now: on a drive that is not mounted, perhaps. It stays.</summary>
    private static bool IsOrphaned(string worktree) =>
        !File.Exists(WorktreeIntent.FileOf(worktree)) && File.Exists(Path.Combine(worktree, ".git")) && GitFolders.TryOf(worktree) is null;

    private async Task RemoveUnfinishedClonesAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(root.Repositories))
        {
            foreach (var part in Directory.GetDirectories(root.Repositories, "." + "*.cloning"))
            {
                await move.RemoveAsync(part, cancellationToken);
            }
        }
    }
}
