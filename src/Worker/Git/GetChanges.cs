using Homeport.Protocol.Git;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Lists what differs in a worktree: committed, uncommitted and untracked since the base commit.</summary>
internal sealed class GetChanges(GitProgram git, WorktreePictures pictures)
{
    private readonly ChangeReader _changes = new(git);
    private readonly DiffRanges _ranges = new(git);

    public Task<GetChangesResponse> RunAsync(GetChangesRequest request, CancellationToken cancellationToken) =>
        pictures.UseAsync(
            request.WorktreePath,
            async picture =>
            {
                var range = await _ranges.OfAsync(
                    picture, request.TaskId, request.Scope, request.BaseCommit, request.FromSnapshot, request.ToSnapshot, cancellationToken);
                var files = await _changes.ReadAsync(picture, range, cancellationToken);
                return new GetChangesResponse
                {
                    Files = ViewsOf(files, DiffRanges.StatesOf(picture, range)),
                    BaseCommit = request.BaseCommit,
                    HeadCommit = picture.Status.HeadCommit ?? request.BaseCommit,
                    HasUncommitted = picture.Status.HasUncommitted,
                };
            },
            cancellationToken);

    private static IReadOnlyList<ChangedFileView> ViewsOf(IReadOnlyList<ChangedFile> files, IReadOnlyDictionary<string, PathState>? states)
    {
        var views = files.Select(file => file.ToView(StateOf(states, file.Path)));
        var hidden = states is null
            ? []
            : states.Where(state => state.Value == PathState.Conflicted).Select(state => state.Key)
                .Except(files.Select(file => file.Path), StringComparer.Ordinal).Select(Unchanged);
        return [.. views.Concat(hidden).OrderBy(view => view.Path, StringComparer.Ordinal)];
    }

    internal static PathState? StateOf(IReadOnlyDictionary<string, PathState>? states, string path) =>
        states is not null && states.TryGetValue(path, out var state) ? state : null;

    /// <summary>Unresolved, although the file looks as it did at the start.</summary>
    private static ChangedFileView Unchanged(string path) => new()
    {
        Path = path,
        Status = ChangeStatus.Conflicted,
        Added = 0,
        Removed = 0,
        Binary = false,
        Uncommitted = true,
    };
}
