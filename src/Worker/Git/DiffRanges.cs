using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Finds out which states a scope compares.</summary>
internal sealed class DiffRanges(GitProgram git)
{
    private const string EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private readonly SnapshotRefs _snapshots = new(git);

    public async Task<DiffRange> OfAsync(
        WorktreePicture picture, string taskId, DiffScope scope, string baseCommit, int? from, int? to, CancellationToken cancellationToken) => scope switch
        {
            DiffScope.All => new DiffRange(GitNames.RequireCommit(baseCommit), null),
            DiffScope.Working => new DiffRange(picture.Status.HeadCommit ?? EmptyTree, null),
            DiffScope.Turn => new DiffRange(
                from is { } first ? await _snapshots.RequireAsync(picture.Folders.Top, taskId, first, cancellationToken) : GitNames.RequireCommit(baseCommit),
                to is { } last ? await _snapshots.RequireAsync(picture.Folders.Top, taskId, last, cancellationToken) : null),
        };

    /// <summary>Is the folder itself one of the sides, so that its status tells about the files?</summary>
    public static IReadOnlyDictionary<string, PathState>? StatesOf(WorktreePicture picture, DiffRange range) =>
        range.To is null ? picture.Status.Paths : null;
}
