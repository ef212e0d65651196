using System.Globalization;
using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Fleet;

/// <summary>
/// Holds queued turns back while the worker's disk is nearly full, and says so on their tasks. What runs goes on. While it
/// holds it looks again every few seconds, so that everything starts by itself once there is room.
/// </summary>
internal sealed partial class DiskBrake(Database database, DiskReserve reserve, TurnQueue queue, TimeProvider time, ILogger<DiskBrake> logger)
    : PeriodicService(TimeSpan.FromSeconds(10), time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly ILogger<DiskBrake> _logger = logger;
    private volatile bool _isHolding;

    public bool IsHolding => _isHolding;

    /// <summary>Whether turns that wait may be started on this worker now.</summary>
    public async Task<bool> AllowsAsync(ConnectedWorker worker, IEnumerable<TurnRow> waiting, CancellationToken cancellationToken)
    {
        var tasks = waiting.Select(turn => turn.TaskId).ToArray();
        if (tasks.Length == 0 && !_isHolding)
        {
            return true;
        }

        var asked = await worker.CallAsync<NoRequest, GetDiskSpaceResponse>(WorkerMethods.GetDiskSpace, new NoRequest(), cancellationToken);
        var space = asked.Succeeded(out var answer, out _) ? answer.Space : null; // a worker that cannot tell is not held up
        var isShort = space is not null && reserve.IsShort(space);
        if (isShort != _isHolding)
        {
            _isHolding = isShort;
            Log(isShort, space);
        }

        await MarkAsync(tasks, isShort ? QueueHold.DiskFull : null, cancellationToken);
        return !isShort;
    }

    protected override Task LookAsync(CancellationToken cancellationToken)
    {
        if (_isHolding)
        {
            queue.Signal();
        }

        return Task.CompletedTask;
    }

    private async Task MarkAsync(string[] tasks, QueueHold? hold, CancellationToken cancellationToken)
    {
        var wrong = await database.ReadAsync(scope => tasks.Where(id => IsWrong(TaskStore.Find(scope, id))).ToArray(), cancellationToken);
        if (wrong.Length > 0)
        {
            await database.WriteAsync(
                scope =>
                {
                    foreach (var id in wrong)
                    {
                        if (TaskStore.Find(scope, id) is { } task && IsWrong(task))
                        {
                            TaskStore.Save(scope, task with { Hold = hold }, _time.GetUtcNow());
                        }
                    }
                },
                cancellationToken);
        }

        bool IsWrong(UnitTask? task) => task is { State: UnitTaskState.Queued } && task.Hold != hold;
    }

    private void Log(bool isShort, DiskSpace? space)
    {
        if (isShort)
        {
            LogHolding(
                (space!.FreeBytes / (double)(1 << 20)).ToString("0", CultureInfo.InvariantCulture),
                (reserve.Of(space) / (double)(1 << 20)).ToString("0", CultureInfo.InvariantCulture));
        }
        else
        {
            LogReleased();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The disk is nearly full ({Free} MiB are free, {Reserve} MiB are kept free), so nothing new is started; what runs goes on")]
    private partial void LogHolding(string free, string reserve);

    [LoggerMessage(LogLevel.Information, "There is room on the disk again; what waited is started")]
    private partial void LogReleased();
}
