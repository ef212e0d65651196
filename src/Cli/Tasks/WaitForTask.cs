using System.Text.Json;
using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Tasks;

/// <summary>Waits until a task needs a person or has ended, woken by the task's events.</summary>
internal sealed class WaitForTask(HostCommand command)
{
    public sealed record Choices(bool Waits = false, int? Seconds = null);

    private static bool Rests(UnitTaskView task) => task.State is not (TaskState.Queued or TaskState.Running or TaskState.Blocked);

    /// <returns>The task's whole answer of <c>getUnitTask</c>.</returns>
    public async Task<JsonElement> RunAsync(string taskId, int? seconds, CancellationToken cancellationToken)
    {
        var time = command.Surroundings.Time;
        using var limit = seconds is { } most ? new CancellationTokenSource(TimeSpan.FromSeconds(most), time) : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await WaitAsync(taskId, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(
                ExitCodes.TimedOut, ErrorCodes.Timeout,
                $"The task still works after {seconds} s. It goes on; look with 'homeport logs -f {TaskReference.Short(taskId)}'.");
        }
    }

    private async Task<JsonElement> WaitAsync(string taskId, CancellationToken cancellationToken)
    {
        await using var stream = await EventStream.OpenAsync(command.Client, command.Surroundings.Time, cancellationToken);
        await stream.CallAsync<SubscribeEventsRequest, SubscribeEventsResponse>(
            "subscribeEvents", new SubscribeEventsRequest { TaskId = taskId, Topics = ["tasks"] }, cancellationToken);
        if (await ReadAsync(taskId, cancellationToken) is { } already)
        {
            return already;
        }

        await foreach (var _ in stream.ReadAllAsync(cancellationToken))
        {
            if (await ReadAsync(taskId, cancellationToken) is { } rested)
            {
                return rested;
            }
        }

        throw new CommandException(ExitCodes.Failed, ErrorCodes.Unavailable, "The host stopped while the task was waited for. Start it and look with 'homeport task show'.");
    }

    /// <returns>Null while it works.</returns>
    private async Task<JsonElement?> ReadAsync(string taskId, CancellationToken cancellationToken)
    {
        var result = await command.Client.CallAsync("getUnitTask", JsonSerializer.SerializeToElement(new GetUnitTaskRequest { Id = taskId }, ProtocolJson.Default.GetUnitTaskRequest), cancellationToken);
        return Rests(TaskResult.TaskOf(result)) ? result : null;
    }
}
