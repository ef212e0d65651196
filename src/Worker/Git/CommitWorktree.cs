using System.Text;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Git;

/// <summary>Commits everything that stands in a worktree, with the repository's own identity, signing and hooks.</summary>
internal sealed class CommitWorktree(GitProgram git, RepositoryLocks locks)
{
    /// <summary>A hook may run a whole test suite.</summary>
    private static readonly CommandLimits WithHooks = new() { Timeout = TimeSpan.FromMinutes(15) };

    public async Task<CommitWorktreeResponse> RunAsync(CommitWorktreeRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.WorktreePath);
        using (await locks.EnterAsync(folders.Common, cancellationToken))
        {
            var status = await WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: true, cancellationToken);
            return await CommitAsync(folders, status, request.Message, cancellationToken);
        }
    }

    /// <summary>The caller holds the repository's lock.</summary>
    public async Task<CommitWorktreeResponse> CommitAsync(
        GitFolders folders, WorktreeStatus status, string message, CancellationToken cancellationToken)
    {
        RefuseConflicts(folders.Top, status);
        var concludesMerge = File.Exists(Path.Combine(folders.Private, "MERGE_HEAD"));
        if (!status.HasUncommitted && !concludesMerge)
        {
            return new CommitWorktreeResponse { HeadCommit = status.HeadCommit ?? throw NothingYet(folders.Top) };
        }

        await git.RunAsync(
            new GitCall { Folder = folders.Top, Settings = ["core.safecrlf=false"], Arguments = ["add", "--all"], IsRead = false, Limits = PrivateIndex.LongRun },
            $"add the files of {folders.Top}", cancellationToken);
        await RunCommitAsync(folders.Top, message, cancellationToken);
        var head = await git.RunAsync(
            new GitCall { Folder = folders.Top, Arguments = ["rev-parse", "--verify", "HEAD"] }, "read the new commit", cancellationToken);
        return new CommitWorktreeResponse { Commit = head.Text, HeadCommit = head.Text };
    }

    public static void RefuseConflicts(string folder, WorktreeStatus status)
    {
        var conflicts = status.Conflicts.Order(StringComparer.Ordinal).ToArray();
        if (conflicts.Length > 0)
        {
            throw new WorkerRefusedException(
                ErrorCodes.MergeConflict,
                $"{folder} has unresolved conflicts in {TreeMove.Some(conflicts)}. Resolve them there (git add marks a file as resolved), or let the agent do it, and try again.",
                new Dictionary<string, string[]> { ["files"] = conflicts });
        }
    }

    private async Task RunCommitAsync(string folder, string message, CancellationToken cancellationToken)
    {
        var identity = await CommitIdentity.OfAsync(git, folder, cancellationToken);
        var output = await git.TryAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["commit", "--quiet", "--allow-empty", "--cleanup=whitespace", "--file=-"],
                Input = Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(message) ? "Work of an agent" : message),
                Environment = identity.Environment,
                IsRead = false,
                RunsHooks = true,
                Limits = WithHooks,
            },
            cancellationToken);
        if (!output.IsSuccess)
        {
            var said = $"{output.Text}\n{output.Error}".Trim();
            throw new WorkerRefusedException(
                ErrorCodes.Conflict,
                $"The commit was refused by a hook of the repository, or could not be signed. It said: {Tail(said)} Everything is staged; mend it and commit again.",
                new Dictionary<string, string[]> { ["output"] = [said] });
        }
    }

    private static string Tail(string text) => text.Length switch { 0 => "nothing.", > 2000 => "…" + text[^2000..], _ => text };

    private static WorkerRefusedException NothingYet(string folder) =>
        new(ErrorCodes.RepositoryInvalid, $"{folder} has no commit and nothing to commit.");
}
