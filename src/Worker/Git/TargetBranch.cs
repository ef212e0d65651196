using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>
/// Moves a branch from one commit to another by compare-and-swap. Where it is checked out, that folder must be clean, and
/// its files move too; whatever fails, branch and files end up where they were.
/// </summary>
internal sealed class TargetBranch(GitProgram git)
{
    private static readonly string[] BusyMarks =
        ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_START"];

    private static readonly Dictionary<string, string> OwnIndex = [];

    private readonly Branches _branches = new(git);
    private readonly TreeMove _tree = new(git);

    /// <summary>The folder in which the branch is checked out, if it may be moved there; null if it is checked out nowhere.</summary>
    /// <exception cref="WorkerRefusedException">It is checked out where somebody's work would be touched.</exception>
    public async Task<string?> RequireMovableAsync(string folder, string branch, CancellationToken cancellationToken)
    {
        var checkouts = (await Checkouts.ListAsync(git, folder, cancellationToken)).Where(checkout => checkout.Branch == branch).ToArray();
        if (checkouts.Length > 1)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"'{branch}' is checked out in {string.Join(" and in ", checkouts.Select(checkout => checkout.Folder))}. Leave it in one of them only.");
        }

        if (checkouts is not [var checkout])
        {
            return null;
        }

        var folders = GitFolders.Of(checkout.Folder);
        if (BusyMarks.FirstOrDefault(mark => Path.Exists(Path.Combine(folders.Private, mark))) is { } mark)
        {
            throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"'{branch}' is in the middle of a merge, rebase or bisect in {checkout.Folder} ({mark}). Finish or abort that first.");
        }

        var status = await WorktreeStatus.ReadAsync(git, checkout.Folder, refreshesIndex: true, cancellationToken);
        var changed = status.Paths.Where(path => path.Value != PathState.Untracked).Select(path => path.Key).Order(StringComparer.Ordinal).ToArray();
        return changed.Length == 0
            ? checkout.Folder
            : throw new WorkerRefusedException(
                ErrorCodes.Conflict,
                $"'{branch}' is checked out in {checkout.Folder}, which has uncommitted changes ({TreeMove.Some(changed)}). Commit or stash them there, or switch to another branch, and try again.",
                new Dictionary<string, string[]> { ["files"] = changed });
    }

    /// <summary>Moves it. The caller holds the repository's lock.</summary>
    /// <param name="folder">Any folder of the repository.</param>
    /// <param name="branch">Its short name.</param>
    /// <param name="from">Where it must stand.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="reason">For the reflog.</param>
    /// <param name="cancellationToken">Ends git, before the first change.</param>
    /// <returns>False if the branch stands elsewhere by now; nothing was changed then.</returns>
    public async Task<bool> TryMoveAsync(
        string folder, string branch, string from, string to, string reason, CancellationToken cancellationToken)
    {
        var checkout = await RequireMovableAsync(folder, branch, cancellationToken);
        if (checkout is not null)
        {
            await _tree.RequireFreeAsync(checkout, from, to, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested(); // from here on it is done or undone as a whole
        if (!await TrySwapAsync(folder, branch, from, to, reason))
        {
            return false;
        }

        if (checkout is not null && await _tree.TryMoveAsync(checkout, from, to, OwnIndex, CancellationToken.None) is { } complaint)
        {
            await TrySwapAsync(folder, branch, to, from, reason + " (taken back)");
            throw new WorkerRefusedException(
                ErrorCodes.Conflict, $"'{branch}' stays where it was, because its files in {checkout} could not be moved: {complaint}");
        }

        return true;
    }

    private async Task<bool> TrySwapAsync(string folder, string branch, string from, string to, string reason)
    {
        var reference = Branches.Local + branch;
        var output = await git.TryAsync(
            new GitCall { Folder = folder, Arguments = ["update-ref", "-m", $"homeport: {reason}", reference, to, from], IsRead = false },
            CancellationToken.None);
        if (output.IsSuccess)
        {
            return true;
        }

        return await _branches.FindAsync(folder, reference, CancellationToken.None) == from
            ? throw GitProgram.Failure(output, $"move the branch {branch}")
            : false;
    }
}
