using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Services;
using Homeport.Host.Tasks;
using Homeport.Protocol.Commands;
using Homeport.Protocol.Services;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>Starts, stops and restarts the startup commands of tasks.</summary>
internal sealed class RunCommand(
    Database database, TaskPorts ports, ServiceControl services, ServiceWishes wishes, TaskCommandStatuses statuses, TimeProvider time)
{
    public Task<Result<TaskCommandResponse>> StartAsync(StartCommandRequest request, CancellationToken cancellationToken) =>
        RunAsync(request.TaskId, request.CommandId, isRestart: false, cancellationToken);

    public Task<Result<TaskCommandResponse>> RestartAsync(RestartCommandRequest request, CancellationToken cancellationToken) =>
        RunAsync(request.TaskId, request.CommandId, isRestart: true, cancellationToken);

    /// <summary>Returns when nothing of it is left.</summary>
    public async Task<Result<TaskCommandResponse>> StopAsync(StopCommandRequest request, CancellationToken cancellationToken)
    {
        using var wish = wishes.Begin(KeyOf(request.TaskId, request.CommandId));
        var known = await database.ReadAsync(scope => TaskCommandStore.Find(scope, request.TaskId, request.CommandId), cancellationToken);
        if (known is { WorkerId: { } workerId } && services.IsConnected(workerId))
        {
            var stopped = await services.StopAsync(workerId, known.ServiceId, cancellationToken);
            if (!stopped.Succeeded(out _, out var problem))
            {
                return problem;
            }

            await statuses.EndAsync(known.ServiceId, "Stopped as asked.", cancellationToken); // the worker's own word may come later
        }
        else if (known?.Status.IsInHand() == true)
        {
            return new Problem(
                ProblemCode.Unavailable, "The worker that runs it is not connected now, so it cannot be stopped. Try again in a moment.");
        }

        return await ViewAsync(request.TaskId, request.CommandId, cancellationToken);
    }

    private static string KeyOf(string taskId, string commandId) => $"{taskId}/{commandId}";

    private async Task<Result<TaskCommandResponse>> RunAsync(
        string taskId, string commandId, bool isRestart, CancellationToken cancellationToken)
    {
        using var wish = wishes.Begin(KeyOf(taskId, commandId));
        var leased = await ports.EnsureAsync(taskId, cancellationToken);
        if (!leased.Succeeded(out _, out var problem))
        {
            return problem;
        }

        var prepared = await database.WriteAsync(scope => Prepare(scope, taskId, commandId, time.GetUtcNow()), cancellationToken);
        if (!prepared.Succeeded(out var request, out problem))
        {
            return problem;
        }

        if (!wish.IsLast)
        {
            return await ViewAsync(taskId, commandId, cancellationToken); // it was stopped meanwhile, or is started by another
        }

        var started = await services.StartAsync(request, isRestart, cancellationToken);
        if (!started.Succeeded(out var placed, out problem))
        {
            return problem;
        }

        await statuses.ChangeAsync(placed.WorkerId, placed.Status, cancellationToken);
        return await ViewAsync(taskId, commandId, cancellationToken);
    }

    /// <summary>Writes down what is about to be started, so that its worker's first word finds it.</summary>
    internal static Result<StartServiceRequest> Prepare(WriteScope scope, string taskId, string commandId, DateTimeOffset now)
    {
        if (TaskStore.Find(scope, taskId) is not { } task)
        {
            return TaskProblems.NotFound(taskId);
        }

        if (!task.HasWorktree)
        {
            return new Problem(ProblemCode.Conflict, "The task has no worktree now, so there is nothing to run it in. Start the task first.");
        }

        if (task.Hold == QueueHold.Trust)
        {
            return new Problem(
                ProblemCode.Conflict, "What this repository makes programs run is not trusted yet. Look at the files that the task shows, and trust them first.");
        }

        if (ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Commands.FirstOrDefault(known => known.Id == commandId) is not { } command)
        {
            return CommandChecks.NotFound(commandId);
        }

        var known = TaskCommandStore.Find(scope, taskId, commandId);
        var serviceId = known?.ServiceId ?? Guid.CreateVersion7(now).ToString();
        if (known is null)
        {
            TaskCommandStore.Add(scope, new TaskCommand
            {
                ServiceId = serviceId,
                TaskId = taskId,
                Command = command,
                Status = new ServiceStatus
                {
                    ServiceId = serviceId,
                    Kind = ServiceKind.StartupCommand,
                    TaskId = taskId,
                    State = ServiceState.Stopped,
                    Reason = "It is about to be started.",
                    At = now,
                },
            });
        }
        else
        {
            TaskCommandStore.Save(scope, known with { Command = command });
        }

        return new StartServiceRequest
        {
            ServiceId = serviceId,
            Kind = ServiceKind.StartupCommand,
            Name = command.Name,
            TaskId = taskId,
            Environment = TaskEnvironments.Of(scope, task),
            Definition = new ServiceDefinition
            {
                Command = command.Command,
                WorkingDirectory = command.WorkingDirectory is { } folder ? $"{task.WorktreePath}/{folder}" : task.WorktreePath,
                Restart = command.Restart ? ServiceRestart.OnFailure : ServiceRestart.Never,
            },
        };
    }

    private Task<Result<TaskCommandResponse>> ViewAsync(string taskId, string commandId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<TaskCommandResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, taskId) is not { } task)
                {
                    return TaskProblems.NotFound(taskId);
                }

                return TaskCommandViews.Of(scope, task, commandId) is { } view
                    ? new TaskCommandResponse { Command = view }
                    : CommandChecks.NotFound(commandId);
            },
            cancellationToken);
}
