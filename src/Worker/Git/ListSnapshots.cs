using Homeport.Protocol.Git;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Names what was kept of a task, newest first.</summary>
internal sealed class ListSnapshots(GitProgram git)
{
    private readonly SnapshotRefs _snapshots = new(git);

    public async Task<ListSnapshotsResponse> RunAsync(FindSnapshotsRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.RepositoryPath);
        var snapshots = await _snapshots.ListAsync(folders.Top, request.TaskId, cancellationToken);
        return new ListSnapshotsResponse { Items = [.. snapshots.Select(snapshot => snapshot.ToView())] };
    }
}
