using Homeport.Host.Events;
using Homeport.Host.Projects;
using Homeport.Host.Services;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Commands;
using Homeport.Protocol.Events;
using Homeport.Protocol.Projects;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>What clients see of a task's commands: what the project defines, what was started, which ports it has.</summary>
internal static class TaskCommandViews
{
    /// <summary>In the project's order, then those that run although the project has them no more.</summary>
    public static IReadOnlyList<TaskCommandView> Of(ReadScope scope, UnitTask task)
    {
        var defined = ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Commands ?? [];
        var started = TaskCommandStore.Of(scope, task.Id).ToDictionary(command => command.Command.Id);
        var ports = PortStore.Of(scope, task.Id);
        return
        [
            .. defined.Select(command => View(task.Id, command, started.GetValueOrDefault(command.Id), ports)),
            .. started.Values
                .Where(command => command.Status.IsInHand() && !command.IsVerification && !defined.Any(known => known.Id == command.Command.Id))
                .Select(command => View(task.Id, null, command, ports)),
        ];
    }

    /// <summary>Null if the project has it no more and nothing of it was started.</summary>
    public static TaskCommandView? Of(ReadScope scope, UnitTask task, string commandId)
    {
        var defined = ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Commands.FirstOrDefault(command => command.Id == commandId);
        var started = TaskCommandStore.Find(scope, task.Id, commandId);
        return defined is null && started is null ? null : View(task.Id, defined, started, PortStore.Of(scope, task.Id));
    }

    /// <summary>Tells everybody where it is now.</summary>
    public static void Tell(WriteScope scope, TaskCommand command)
    {
        if (!command.IsVerification && TaskStore.Find(scope, command.TaskId) is { } task && Of(scope, task, command.Command.Id) is { } view)
        {
            scope.Append(
                EventKinds.TaskCommandChanged, task.WorkspaceId, new TaskCommandChangedPayload(view),
                ProtocolJson.Default.TaskCommandChangedPayload, task.Id);
        }
    }

    private static TaskCommandView View(
        string taskId, StartupCommand? defined, TaskCommand? started, Dictionary<string, int> leased)
    {
        var command = defined ?? started!.Command;
        var status = started?.Status;
        var listening = status?.Ports.Select(port => port.Port).ToHashSet() ?? [];
        var named = command.PortNames.Where(leased.ContainsKey)
            .Select(name => new CommandPort { Name = name, Port = leased[name], Listening = listening.Contains(leased[name]) }).ToArray();
        var others = listening.Except(named.Select(port => port.Port)).Order()
            .Select(port => new CommandPort { Port = port, Listening = true });
        return new TaskCommandView
        {
            TaskId = taskId,
            Id = command.Id,
            Name = command.Name,
            Command = command.Command,
            State = status?.State ?? ServiceState.Stopped,
            Reason = status?.Reason,
            ProcessId = status?.ProcessId,
            StartedAt = status?.StartedAt,
            ExitCode = status?.ExitCode,
            ExitSignal = status?.ExitSignal,
            Restarts = status?.Restarts ?? 0,
            NextTryAt = status?.NextTryAt,
            Ports = [.. named, .. others],
            Removed = defined is null ? true : null,
            Outdated = status?.IsInHand() == true && defined is not null && !IsSame(defined, started!.Command) ? true : null,
        };
    }

    /// <summary>As far as what runs is concerned.</summary>
    private static bool IsSame(StartupCommand one, StartupCommand other) =>
        one.Command == other.Command && one.WorkingDirectory == other.WorkingDirectory && one.Restart == other.Restart
        && one.PortNames.SequenceEqual(other.PortNames);
}
