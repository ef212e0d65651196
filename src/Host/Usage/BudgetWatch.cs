using System.Threading.Channels;
using Homeport.Host.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Usage;

/// <summary>Ends the turn of a task whose budget is used up, beside the taking in of its log. The report then parks the task.</summary>
internal sealed partial class BudgetWatch(Database database, StopTask stop, TimeProvider time, ILogger<BudgetWatch> logger) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private readonly Channel<string> _tasks = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.DropWrite, // the next word of the same task looks again
    });

    /// <summary>The task used something. Returns at once.</summary>
    public void Look(string taskId) => _tasks.Writer.TryWrite(taskId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var task in _tasks.Reader.ReadAllAsync(stoppingToken))
            {
                await LookAsync(task, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task LookAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            var spent = await database.ReadAsync(
                scope => TaskStore.Find(scope, taskId) is { IsActive: true, IsParked: false } task && BudgetStore.UsedUp(scope, task, time.GetUtcNow()) is not null
                    ? task
                    : null,
                cancellationToken);
            if (spent is not null)
            {
                LogUsedUp(taskId);
                await stop.StopSessionAsync(spent);
            }
        }
        catch (StorageUnavailableException away)
        {
            LogMissed(taskId, away.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Task {Task}: its budget is used up, so its turn is ended")]
    private partial void LogUsedUp(string task);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: its budget could not be looked at: {Reason}")]
    private partial void LogMissed(string task, string reason);
}
