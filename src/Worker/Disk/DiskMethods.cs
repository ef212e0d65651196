using Homeport.Protocol;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Worker.Git;
using Homeport.Worker.Link;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Disk;

/// <summary>What the host may ask about this worker's disk. Owns the measure that runs.</summary>
internal sealed class DiskMethods : IAsyncDisposable
{
    private readonly string _root;
    private readonly DiskMeasure _measure;
    private readonly DeleteParts _delete;

    public DiskMethods(WorkerOptions options, IReadOnlyDictionary<string, string> environment, TimeProvider time)
    {
        var root = new WorktreeRoot(options.Root);
        _root = root.Path;
        _measure = new DiskMeasure(new DiskSurvey(root), new GitProgram("git", environment, time), _root, time);
        _delete = new DeleteParts(_measure, new FolderMove(environment, time));
    }

    public void Register(MethodTable methods)
    {
        methods.Add<NoRequest, GetDiskSpaceResponse>(
            WorkerMethods.GetDiskSpace, (_, _) => Task.FromResult(new GetDiskSpaceResponse { Space = DiskRoom.Of(_root) }));
        methods.Add<MeasureDiskRequest, MeasureDiskResponse>(WorkerMethods.MeasureDisk, _measure.RunAsync);
        methods.Add<MeasurePartRequest, MeasurePartResponse>(WorkerMethods.MeasurePart, _measure.MeasurePartAsync);
        methods.Add<DeletePartsRequest, DeletePartsResponse>(WorkerMethods.DeleteParts, _delete.RunAsync);
    }

    public ValueTask DisposeAsync() => _measure.DisposeAsync();
}
