using System.Threading.Channels;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host;

/// <summary>
/// Does one thing for each task that it is told, one after the other, beside whoever tells it. What is told while a thousand wait is
/// left out, so it must be something that is looked at again or that a person can do too.
/// </summary>
internal abstract partial class PerTaskService(ILogger logger) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private readonly Channel<string> _tasks = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    /// <summary>Returns at once.</summary>
    public void Begin(string taskId) => _tasks.Writer.TryWrite(taskId);

    protected abstract Task WorkAsync(string taskId, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var task in _tasks.Reader.ReadAllAsync(stoppingToken))
            {
                await WorkGuardedAsync(task, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task WorkGuardedAsync(string task, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(task, cancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            LogMissed(logger, task, GetType().Name, away.Message);
        }
#pragma warning disable CA1031 // the barrier of a background loop: one task that breaks must not stop the others
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogBroken(logger, task, GetType().Name, broken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task}: {Service} could not do its part: {Reason}")]
    private static partial void LogMissed(ILogger logger, string task, string service, string reason);

    [LoggerMessage(LogLevel.Error, "Task {Task}: {Service} did not do its part because of an error in Homeport")]
    private static partial void LogBroken(ILogger logger, string task, string service, Exception exception);
}
