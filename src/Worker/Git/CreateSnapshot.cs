using Homeport.Protocol.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>Keeps everything that stands in a worktree as a commit, without touching its index, HEAD or branch.</summary>
internal sealed class CreateSnapshot(GitProgram git, WorktreeRoot root, RepositoryLocks locks)
{
    private const int LongestReason = 200;

    private readonly SnapshotRefs _snapshots = new(git);
    private readonly Branches _branches = new(git);

    public async Task<CreateSnapshotResponse> RunAsync(CreateSnapshotRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.WorktreePath);
        using (await locks.EnterAsync(folders.Common, cancellationToken))
        {
            var snapshot = await TakeAsync(folders, request.TaskId, request.Reason, cancellationToken);
            return new CreateSnapshotResponse { Snapshot = snapshot.ToView() };
        }
    }

    /// <summary>The caller holds the repository's lock.</summary>
    public async Task<StoredSnapshot> TakeAsync(GitFolders folders, string taskId, string reason, CancellationToken cancellationToken)
    {
        GitNames.RequireId(taskId);
        var index = IndexOf(folders);
        index.CopyFromWorktree();
        var adding = index.AddAllAsync(git, cancellationToken);
        var listing = _snapshots.ListAsync(folders.Top, taskId, cancellationToken);
        var finding = _branches.FindAsync(folders.Top, "HEAD", cancellationToken);
        await Task.WhenAll(adding, listing, finding);

        var (earlier, head) = (await listing, await finding);
        var tree = await index.WriteTreeAsync(git, cancellationToken);
        var last = earlier.Count > 0 ? earlier[0] : null;
        if (last is not null && last.Tree == tree && last.Parent == head)
        {
            return last;
        }

        var snapshot = new StoredSnapshot
        {
            Number = (last?.Number ?? 0) + 1,
            Tree = tree,
            Parent = head,
            At = DateTimeOffset.FromUnixTimeSeconds(git.Time.GetUtcNow().ToUnixTimeSeconds()), // all that a commit can keep
            Reason = OneLine(reason),
            Base = WorktreeMarker.TryRead(folders.Private)?.BaseCommit,
        };
        return await _snapshots.AddAsync(folders.Top, taskId, snapshot, cancellationToken);
    }

    /// <summary>The index that the last snapshot of this folder left; under the repository's lock only.</summary>
    public PrivateIndex IndexOf(GitFolders folders) => new(folders, Path.Combine(root.ScratchOf(folders.Top), "snapshot-index"));

    private static string OneLine(string reason)
    {
        var line = string.Join(' ', reason.Split(['\r', '\n', '\t', '\0', '\u0001'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length switch { 0 => "Snapshot", > LongestReason => line[..LongestReason], _ => line };
    }
}
