using Homeport.Domain;
using Homeport.Host.Repositories;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Fleet;

/// <summary>What the worker's disk holds, and whose it is.</summary>
internal sealed class WorkerDisk(Database database, IWorkerRpc worker)
{
    /// <summary>What is there, with the sizes of the last measure.</summary>
    /// <param name="refresh">Begin to measure anew.</param>
    /// <param name="wait">Answer when a new measure is complete.</param>
    /// <param name="cancellationToken">Stops waiting; the measure goes on.</param>
    public async Task<Result<MeasureDiskResponse>> MeasureAsync(bool refresh, bool wait, CancellationToken cancellationToken)
    {
        var repositories = await database.ReadAsync(scope => RepositoryStore.List(scope, Workspace.Personal), cancellationToken);
        return await worker.CallAsync<MeasureDiskRequest, MeasureDiskResponse>(
            WorkerMethods.MeasureDisk,
            new MeasureDiskRequest { Refresh = refresh, Wait = wait, Repositories = [.. repositories.Select(repository => repository.Path)] },
            cancellationToken);
    }

    /// <summary>One thing as it is now; null when it is gone.</summary>
    public async Task<Result<MeasurePartResponse>> MeasurePartAsync(string path, CancellationToken cancellationToken) =>
        await worker.CallAsync<MeasurePartRequest, MeasurePartResponse>(
            WorkerMethods.MeasurePart, new MeasurePartRequest { Path = path }, cancellationToken);

    /// <summary>The tasks that things name, as far as they are known.</summary>
    public Task<Dictionary<string, UnitTask>> TasksOfAsync(IEnumerable<DiskPart> parts, CancellationToken cancellationToken)
    {
        var ids = parts.Select(part => part.TaskId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return TasksAsync(ids, cancellationToken);
    }

    public Task<Dictionary<string, UnitTask>> TasksAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => database.ReadAsync(
        scope => ids.Select(id => TaskStore.Find(scope, id)).OfType<UnitTask>().ToDictionary(task => task.Id, StringComparer.Ordinal), cancellationToken);
}
