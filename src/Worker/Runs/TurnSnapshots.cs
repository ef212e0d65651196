using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Reviews;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Git;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Runs;

/// <summary>What is kept of a worktree around each turn. A worktree that git cannot read must not hide what the agent said.</summary>
internal sealed partial class TurnSnapshots(CreateSnapshot createSnapshot, GetChanges getChanges, ILogger<TurnSnapshots> logger)
{
    public async Task<SnapshotView?> TakeAsync(AssignTaskRequest assignment, string reason, CancellationToken cancellationToken)
    {
        try
        {
            var response = await createSnapshot.RunAsync(
                new CreateSnapshotRequest { TaskId = assignment.TaskId, WorktreePath = assignment.WorktreePath, Reason = reason },
                cancellationToken);
            return response.Snapshot;
        }
        catch (Exception failed) when (failed is WorkerRefusedException or IOException or OperationCanceledException)
        {
            LogSnapshotFailed(assignment.TaskId, reason, failed);
            return null;
        }
    }

    public async Task<(string HeadCommit, DiffStat Stat)?> MeasureAsync(AssignTaskRequest assignment, CancellationToken cancellationToken)
    {
        try
        {
            var changes = await getChanges.RunAsync(
                new GetChangesRequest
                {
                    TaskId = assignment.TaskId,
                    WorktreePath = assignment.WorktreePath,
                    BaseCommit = assignment.BaseCommit,
                    Scope = DiffScope.All,
                },
                cancellationToken);
            return (changes.HeadCommit,
                new DiffStat(changes.Files.Count, changes.Files.Sum(file => file.Added), changes.Files.Sum(file => file.Removed)));
        }
        catch (Exception failed) when (failed is WorkerRefusedException or IOException or OperationCanceledException)
        {
            LogMeasureFailed(assignment.TaskId, failed);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No snapshot of task {Task} was taken ({Reason})")]
    private partial void LogSnapshotFailed(string task, string reason, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The changes of task {Task} could not be counted")]
    private partial void LogMeasureFailed(string task, Exception exception);
}
