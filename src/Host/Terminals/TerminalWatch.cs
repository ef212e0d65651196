using Homeport.Host.Workers;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;

namespace Homeport.Host.Terminals;

/// <summary>
/// Gives up terminals whose worker stays away: it may have ended without anybody to tell. Should it come back after all, its
/// registration brings them back.
/// </summary>
internal sealed class TerminalWatch(Database database, WorkerDirectory workers, TerminalReports reports, TimeProvider time) : BackgroundService
{
    /// <summary>A worker that was away at two looks in a row is given up: it dials every second.</summary>
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Rhythm, time);
        var away = new HashSet<string>();
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                away = await LookAsync(away, stoppingToken);
            }
        }
        catch (Exception ending) when (ending is OperationCanceledException or StorageUnavailableException)
        {
            // The host stops.
        }
    }

    private async Task<HashSet<string>> LookAsync(HashSet<string> awayBefore, CancellationToken cancellationToken)
    {
        var away = (await database.ReadAsync(TerminalStore.WorkersOfRunning, cancellationToken))
            .Where(worker => workers.Find(worker) is null).ToHashSet();
        foreach (var worker in away.Where(awayBefore.Contains))
        {
            await reports.GiveUpAsync(worker, cancellationToken);
        }

        return away;
    }
}
