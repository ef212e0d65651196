using Homeport.Host.Workers;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;

namespace Homeport.Host.Sessions;

/// <summary>
/// Gives up turns whose lease ran out: their worker has been away, or silent, for longer than a lease holds. A worker that is
/// connected and heard keeps its leases even when the machine slept over their time.
/// </summary>
internal sealed class LeaseWatch(Database database, WorkerDirectory workers, LostSessions lost, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Rhythm, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            var dead = workers.All.SelectMany(worker => worker.TookOver).ToHashSet(StringComparer.Ordinal);
            var (expired, open) = await database.ReadAsync(
                scope => (LeaseStore.Expired(scope, time.GetUtcNow()), LeaseStore.Open(scope)), stoppingToken);
            var given = expired.Where(lease => workers.Find(lease.WorkerId) is not { } worker || worker.SilentFor(time) > LeaseStore.Length)
                .Concat(open.Where(lease => dead.Contains(lease.WorkerId))); // granted in the moment in which the worker died
            if (given.Select(lease => lease.Token).ToHashSet() is { Count: > 0 } tokens)
            {
                await lost.MarkExpiredAsync(tokens, stoppingToken);
            }
        }
    }
}
