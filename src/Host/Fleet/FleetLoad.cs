using Homeport.Host.Commands;
using Homeport.Host.Services;
using Homeport.Host.Sessions;
using Homeport.Host.Terminals;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Fleet;

/// <summary>What is alive on which worker, as the rows say.</summary>
internal sealed class FleetLoad
{
    private readonly ILookup<string, string> _turns;
    private readonly ILookup<string, string> _terminals;
    private readonly ILookup<string, string> _services;

    private FleetLoad(ReadScope scope)
    {
        Queued = SessionStore.TurnsInState(scope, TurnState.Queued).Count;
        _turns = SessionStore.TurnsInState(scope, TurnState.Running)
            .ToLookup(turn => SessionStore.Find(scope, turn.SessionId)?.WorkerId ?? "", turn => turn.Id, StringComparer.Ordinal);
        _terminals = TerminalStore.WorkersOfRunning(scope).SelectMany(worker => TerminalStore.OnWorker(scope, worker))
            .Where(row => row.Terminal.State == TerminalState.Running).ToLookup(row => row.WorkerId, row => row.Terminal.Id, StringComparer.Ordinal);
        _services = SidecarStore.All(scope).Where(sidecar => sidecar.View.Status.IsInHand()).Select(sidecar => (sidecar.WorkerId, sidecar.View.Id))
            .Concat(TaskCommandStore.All(scope).Where(command => command.Status.IsInHand()).Select(command => (command.WorkerId, command.ServiceId)))
            .ToLookup(service => service.WorkerId ?? "", service => service.Item2, StringComparer.Ordinal);
    }

    /// <summary>Turns that wait for a free place.</summary>
    public int Queued { get; }

    public static FleetLoad Read(ReadScope scope) => new(scope);

    /// <summary>The worker with what is alive on it.</summary>
    public FleetWorkerView On(FleetWorkerView worker) => worker with
    {
        RunningTasks = _turns[worker.Id].Count(),
        Terminals = _terminals[worker.Id].Count(),
        Services = _services[worker.Id].Count(),
    };
}
