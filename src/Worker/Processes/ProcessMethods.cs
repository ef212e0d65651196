using Homeport.Platform.Processes;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Link;
using Homeport.Worker.Link;

namespace Homeport.Worker.Processes;

/// <summary>What the host may ask about the processes on this machine. Nobody looks at them while nobody asks.</summary>
internal sealed class ProcessMethods(WorkerOptions options, TimeProvider time) : IDisposable
{
    private readonly ProcessTable _table = new(OwnerMarker.ForRoot(options.Root), time);

    public void Register(MethodTable methods) =>
        methods.Add<FindProcessesRequest, FindProcessesResponse>(WorkerMethods.ListProcesses, ListAsync);

    public void Dispose() => _table.Dispose();

    private async Task<FindProcessesResponse> ListAsync(FindProcessesRequest request, CancellationToken cancellationToken)
    {
        var backend = new List<ProcessIdentity> { ProcessIdentity.Current };
        if (request.Host is { } host)
        {
            backend.Add(new ProcessIdentity(host.Pid, host.Start)); // one of another machine matches no process here
        }

        var processes = await _table.ReadAsync(backend, cancellationToken);
        return new FindProcessesResponse
        {
            Processes = [.. processes.Select(View)],
            Processors = Environment.ProcessorCount,
            TotalMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        };
    }

    private static ProcessView View(ProcessSample process) => new()
    {
        Pid = process.Id,
        ParentPid = process.ParentId,
        Depth = process.Depth,
        Name = process.Name,
        CommandLine = process.CommandLine,
        Kind = process.Kind switch
        {
            ProcessKind.Agent => FleetProcessKind.Agent,
            ProcessKind.Terminal => FleetProcessKind.Terminal,
            ProcessKind.Service => FleetProcessKind.Service,
            ProcessKind.Other => process.TaskId is null ? FleetProcessKind.Backend : FleetProcessKind.Other,
        },
        RoleId = process.RoleId,
        TaskId = process.TaskId,
        StartedAt = process.StartedAt,
        CpuPercent = process.CpuPercent,
        CpuSeconds = Math.Round(process.CpuTime.TotalSeconds, 2),
        MemoryBytes = process.ResidentBytes,
        SharedBytes = process.SharedBytes,
    };
}
