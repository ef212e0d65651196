using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>The tasks for which a person's terminal or a service runs. An idle agent does not count: it is stopped with its worktree.</summary>
internal sealed class TasksInUse(ListProcesses processes)
{
    public async Task<IReadOnlySet<string>> FindAsync(CancellationToken cancellationToken)
    {
        var found = await processes.FindAsync(cancellationToken);
        return found.Succeeded(out var running, out _)
            ? running.Processes.Where(process => process.Kind is FleetProcessKind.Terminal or FleetProcessKind.Service)
                .Select(process => process.TaskId).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
    }
}
