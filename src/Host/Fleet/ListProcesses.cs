using Homeport.Domain;
using Homeport.Host.Diagnostics;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Platform.Processes;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;

namespace Homeport.Host.Fleet;

/// <summary>Shows what runs, by task.</summary>
internal sealed class ListProcesses(WorkerDisk tasks, IWorkerRpc worker, HostOptions options)
{
    /// <summary>Command lines are shown to whoever may read, so what looks like a secret in them is not.</summary>
    private readonly SecretRedactor _redactor = new([], options.Environment.GetValueOrDefault("HOME"), []);

    public async Task<Result<ListProcessesResponse>> RunAsync(CancellationToken cancellationToken)
    {
        var listed = await FindAsync(cancellationToken);
        if (!listed.Succeeded(out var found, out var problem))
        {
            return problem;
        }

        var groups = found.Processes.GroupBy(process => process.TaskId).ToArray();
        var known = await tasks.TasksAsync([.. groups.Select(group => group.Key).OfType<string>()], cancellationToken);
        return new ListProcessesResponse
        {
            Items =
            [
                .. groups.Select(group => Group([.. group], group.Key, group.Key is { } id ? known.GetValueOrDefault(id) : null))
                    .OrderBy(group => group.TaskId is null).ThenByDescending(group => group.TaskId, StringComparer.Ordinal),
            ],
            Processors = found.Processors,
            TotalMemory = found.TotalMemory,
        };
    }

    /// <summary>What the worker sees, this host's own process included where it runs beside it.</summary>
    public Task<Result<FindProcessesResponse>> FindAsync(CancellationToken cancellationToken)
    {
        var host = OperatingSystem.IsLinux() ? new HostProcess(ProcessIdentity.Current.Id, ProcessIdentity.Current.Start) : null;
        return worker.CallAsync<FindProcessesRequest, FindProcessesResponse>(
            WorkerMethods.ListProcesses, new FindProcessesRequest { Host = host }, cancellationToken);
    }

    private ProcessGroupView Group(IReadOnlyList<ProcessView> processes, string? taskId, UnitTask? task)
    {
        var highest = processes.Min(process => process.Depth);
        return new ProcessGroupView
        {
            TaskId = taskId,
            Title = task?.Title,
            State = task is null ? null : TaskWords.ToWire(task.State),
            CpuPercent = Math.Round(processes.Sum(process => process.CpuPercent), 1),
            MemoryBytes = processes.Sum(process => process.MemoryBytes - process.SharedBytes) + processes.Max(process => process.SharedBytes),
            Processes =
            [
                .. processes.Select(process => process with
                {
                    Depth = process.Depth - highest,
                    CommandLine = _redactor.Redact(process.CommandLine),
                }),
            ],
        };
    }
}
