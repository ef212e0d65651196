using Homeport.Protocol.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Removes for good what has lain in the trash long enough. What it does not know it leaves alone.</summary>
internal sealed class PurgeTrash(WorktreeRoot root, FolderMove move)
{
    public async Task<PurgeTrashResponse> RunAsync(PurgeTrashRequest request, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var entry in TrashEntry.All(root).Where(entry => entry.CameAt() < request.OlderThan).ToArray())
        {
            await move.RemoveAsync(entry.Folder, cancellationToken);
            removed++;
        }

        return new PurgeTrashResponse(removed);
    }
}
