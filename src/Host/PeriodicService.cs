using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host;

/// <summary>Looks at something at a steady rhythm until the host stops. A store that is away for a while costs a look, not the service.</summary>
internal abstract partial class PeriodicService(TimeSpan rhythm, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>One look. The next one begins when this has ended.</summary>
    protected abstract Task LookAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(rhythm, time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                await LookOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            LogMissed(logger, GetType().Name, away.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Service} could not look this time: {Reason}")]
    private static partial void LogMissed(ILogger logger, string service, string reason);
}
