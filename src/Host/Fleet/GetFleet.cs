using Homeport.Domain;
using Homeport.Host.Sessions;
using Homeport.Host.Workers;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Sessions;
using Homeport.Storage;

namespace Homeport.Host.Fleet;

/// <summary>Shows the workers, and how much of them is in use.</summary>
internal sealed class GetFleet(Database database, WorkerDirectory directory, AwayWorkers away, DiskBrake brake)
{
    public async Task<Result<FleetView>> RunAsync(CancellationToken cancellationToken)
    {
        var (queued, running) = await database.ReadAsync(
            scope => (
                SessionStore.TurnsInState(scope, TurnState.Queued).Count,
                SessionStore.TurnsInState(scope, TurnState.Running)
                    .Select(turn => SessionStore.Find(scope, turn.SessionId)?.WorkerId).ToLookup(id => id ?? "", StringComparer.Ordinal)),
            cancellationToken);
        var connected = directory.All.Select(worker => worker.Fleet(running[worker.Id].Count())).ToArray();
        return new FleetView
        {
            Workers =
            [
                .. connected.OrderBy(worker => worker.State).ThenByDescending(worker => worker.Since),
                .. away.List(connected.Select(worker => worker.Id)).Where(worker => running[worker.Id].Any())
                    .Select(worker => worker with { RunningTasks = running[worker.Id].Count() }),
            ],
            Queued = queued,
            HeldByDisk = brake.IsHolding,
        };
    }
}
