using Homeport.Host.Workers;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Tasks;

/// <summary>Removes for good what has lain in the trash for seven days.</summary>
internal sealed partial class TrashCollector(Database database, IWorkerRpc worker, TimeProvider time, ILogger<TrashCollector> logger)
    : PeriodicService(TimeSpan.FromHours(1), time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly ILogger<TrashCollector> _logger = logger;

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var count = await database.WriteAsync(
            scope =>
            {
                var due = TaskStore.DueForPurge(scope, _time.GetUtcNow());
                foreach (var task in due)
                {
                    TaskStore.Purge(scope, task);
                }

                return due.Count;
            },
            cancellationToken);
        var purged = await worker.CallAsync<PurgeTrashRequest, PurgeTrashResponse>(
            WorkerMethods.PurgeTrash, new PurgeTrashRequest { OlderThan = _time.GetUtcNow() - TrashTask.Keeping }, cancellationToken);
        if (count > 0 || (purged.Succeeded(out var folders, out _) && folders.Removed > 0))
        {
            LogPurged(count);
        }
    }

    [LoggerMessage(LogLevel.Information, "The trash was emptied of what had lain there for seven days: {Count} tasks")]
    private partial void LogPurged(int count);
}
