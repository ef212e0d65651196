using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol.Fleet;
using Homeport.Storage;

namespace Homeport.Host.Fleet;

/// <summary>Shows the workers, and how much of them is in use.</summary>
internal sealed class GetFleet(Database database, WorkerDirectory directory, AwayWorkers away, DiskBrake brake)
{
    public async Task<Result<FleetView>> RunAsync(CancellationToken cancellationToken)
    {
        var load = await database.ReadAsync(FleetLoad.Read, cancellationToken);
        var connected = directory.All.Select(worker => load.On(worker.Fleet())).ToArray();
        return new FleetView
        {
            Workers =
            [
                .. connected.OrderBy(worker => worker.State).ThenByDescending(worker => worker.Since),
                .. away.List(connected.Select(worker => worker.Id)).Select(load.On)
                    .Where(worker => worker.RunningTasks + worker.Terminals + worker.Services > 0),
            ],
            Queued = load.Queued,
            HeldByDisk = brake.IsHolding,
        };
    }
}
