using Homeport.Host.Workers;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Terminals;

/// <summary>
/// Gives up terminals whose worker stays away: it may have ended without anybody to tell. Should it come back after all, its
/// registration brings them back. A worker that was away at two looks in a row is given up: it dials every second.
/// </summary>
internal sealed class TerminalWatch(
    Database database, WorkerDirectory workers, TerminalReports reports, TimeProvider time, ILogger<TerminalWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(30), time, logger)
{
    private HashSet<string> _awayBefore = [];

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var away = (await database.ReadAsync(TerminalStore.WorkersOfRunning, cancellationToken))
            .Where(worker => workers.Find(worker) is null).ToHashSet();
        foreach (var worker in away.Where(_awayBefore.Contains))
        {
            await reports.GiveUpAsync(worker, cancellationToken);
        }

        _awayBefore = away;
    }
}
