using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>Shows what takes room.</summary>
internal sealed class GetDiskUsage(WorkerDisk disk, DiskReserve reserve)
{
    public async Task<Result<DiskUsageView>> RunAsync(GetDiskUsageRequest request, CancellationToken cancellationToken)
    {
        var measured = await disk.MeasureAsync(request.Refresh == true, wait: false, cancellationToken);
        if (!measured.Succeeded(out var usage, out var problem))
        {
            return problem;
        }

        var tasks = await disk.TasksOfAsync(usage.Parts, cancellationToken);
        return new DiskUsageView
        {
            Space = usage.Space,
            ReserveBytes = reserve.Of(usage.Space),
            NearlyFull = reserve.IsShort(usage.Space),
            MeasuredAt = usage.MeasuredAt,
            Measuring = usage.Measuring,
            Snapshots = usage.Snapshots,
            Parts = [.. usage.Parts.Select(part => View(part, part.TaskId is { } id ? tasks.GetValueOrDefault(id) : null))],
        };
    }

    private static DiskUsagePart View(DiskPart part, UnitTask? task) => new()
    {
        Kind = part.Kind,
        Path = part.Path,
        Bytes = part.Measured ? part.Bytes : null,
        Complete = part.Complete,
        At = part.At,
        TaskId = part.TaskId,
        TaskTitle = task?.Title,
        TaskState = task is null ? null : TaskWords.ToWire(task.State),
        Oddity = part.Oddity,
    };
}
