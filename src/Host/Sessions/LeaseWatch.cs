using Homeport.Host.Workers;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Sessions;

/// <summary>
/// Gives up turns whose lease ran out: their worker has been away, or silent, for longer than a lease holds. A worker that is
/// connected and heard keeps its leases even when the machine slept over their time.
/// </summary>
internal sealed class LeaseWatch(Database database, WorkerDirectory workers, LostSessions lost, TimeProvider time, ILogger<LeaseWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(10), time, logger)
{
    private readonly TimeProvider _time = time;

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var open = await database.ReadAsync(LeaseStore.Open, cancellationToken);
        if (open.Where(IsGivenUp).Select(lease => lease.Token).ToHashSet() is { Count: > 0 } tokens)
        {
            await lost.MarkLeasesAsync(tokens, cancellationToken);
        }
    }

    /// <summary>It ran out, or was granted in the moment in which its worker died.</summary>
    private bool IsGivenUp(Lease lease) =>
        (lease.ExpiresAt < _time.GetUtcNow() && (workers.Find(lease.WorkerId) is not { } worker || worker.SilentFor(_time) > LeaseStore.Length)) ||
        workers.All.Any(worker => worker.TookOver.Contains(lease.WorkerId));
}
