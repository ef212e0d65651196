using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>
/// The ports of a task: one for each name in its project's commands, another one than any other task has, the same as long as the
/// worktree is there.
/// </summary>
internal sealed class TaskPorts(Database database, IWorkerRpc worker)
{
    private const int MostTries = 5;

    /// <summary>More than are needed, because other tasks may take some meanwhile.</summary>
    private const int Spare = 16;

    /// <summary>Gives the task the ports that it lacks; all of its ports as they are then.</summary>
    public async Task<Result<IReadOnlyDictionary<string, int>>> EnsureAsync(string taskId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (ports, missing, taken) = await database.ReadAsync(scope => Look(scope, taskId), cancellationToken);
            if (missing.Count == 0)
            {
                return ports;
            }

            var found = await worker.CallAsync<FindFreePortsRequest, FindFreePortsResponse>(
                WorkerMethods.FindFreePorts, new FindFreePortsRequest { Count = missing.Count + Spare, Taken = taken }, cancellationToken);
            if (!found.Succeeded(out var free, out var problem))
            {
                return problem;
            }

            await database.WriteAsync(scope => Take(scope, taskId, missing, free.Ports), cancellationToken);
        }

        return new Problem(ProblemCode.Unavailable, "No free ports were left for this task. Delete tasks that are not needed any more, then try again.");
    }

    private static void Take(WriteScope scope, string taskId, IEnumerable<string> names, IEnumerable<int> free)
    {
        using var ports = free.GetEnumerator();
        foreach (var name in names)
        {
            while (ports.MoveNext() && !PortStore.TryAdd(scope, taskId, name, ports.Current))
            {
                // Another task was faster; the next one is as good.
            }
        }
    }

    private static (Dictionary<string, int> Ports, IReadOnlyList<string> Missing, IReadOnlyList<int> Taken) Look(ReadScope scope, string taskId)
    {
        var ports = PortStore.Of(scope, taskId);
        var names = TaskStore.Find(scope, taskId) is { } task && ProjectStore.FindEvenRemoved(scope, task.ProjectId) is { } project
            ? project.Commands.SelectMany(command => command.PortNames).Distinct(StringComparer.Ordinal)
            : [];
        var missing = names.Where(name => !ports.ContainsKey(name)).ToArray();
        return (ports, missing, missing.Length == 0 ? [] : PortStore.Taken(scope));
    }
}
