using Homeport.Cli.Client;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Logs;

/// <summary>Prints a task's events: first what is stored, then what comes.</summary>
internal sealed class ShowLogs(HostCommand command)
{
    private const int PageSize = 1000;

    private readonly EventLines _lines = new(command);

    public async Task<int> RunAsync(string reference, bool follows, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        if (!follows)
        {
            await PrintStoredAsync(id, cancellationToken);
            _lines.End();
            return ExitCodes.Ok;
        }

        await using var stream = await EventStream.OpenAsync(command.Client, command.Surroundings.Time, cancellationToken);
        await PrintStoredAsync(id, cancellationToken);
        await stream.CallAsync<SubscribeEventsRequest, SubscribeEventsResponse>(
            "subscribeEvents", new SubscribeEventsRequest { TaskId = id, FromSequence = _lines.LastSequence }, cancellationToken);
        if (await RestsAsync(id, cancellationToken))
        {
            _lines.End();
            return ExitCodes.Ok;
        }

        using var unread = new UnreadWatch(command.Surroundings.Time, cancellationToken);
        try
        {
            await FollowAsync(stream, id, unread.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Ok; // nobody reads any more
        }

        _lines.End();
        return ExitCodes.Ok;
    }

    private async Task PrintStoredAsync(string taskId, CancellationToken cancellationToken)
    {
        var after = 0L;
        while (true)
        {
            var request = new ListTaskEventsRequest { TaskId = taskId, After = after, Limit = PageSize };
            var events = await command.Client.ListAsync<ListTaskEventsRequest, EventView>("listTaskEvents", request, "events", cancellationToken);
            foreach (var entry in events)
            {
                _lines.Print(entry);
            }

            if (events.Count < PageSize)
            {
                return;
            }

            after = events[^1].Sequence;
        }
    }

    private async Task FollowAsync(EventStream stream, string taskId, CancellationToken cancellationToken)
    {
        await foreach (var pushed in stream.ReadAllAsync(cancellationToken))
        {
            if (pushed.Method != EventNotification.Method)
            {
                continue;
            }

            var hasSettled = false;
            foreach (var entry in pushed.ReadParams(ProtocolJson.Default.EventNotification).Events)
            {
                if (entry.Sequence > _lines.LastSequence)
                {
                    _lines.Print(entry);
                    hasSettled |= entry.Kind is EventKinds.TaskChanged or EventKinds.TurnEnded;
                }
            }

            if (hasSettled && await RestsAsync(taskId, cancellationToken))
            {
                return;
            }
        }

        throw new CommandException(ExitCodes.Failed, ErrorCodes.Unavailable, "The host stopped. What was shown is stored; start it and run this again.");
    }

    /// <summary>Whether nothing more will come until somebody does something. A task that waits for an answer is still followed.</summary>
    private async Task<bool> RestsAsync(string taskId, CancellationToken cancellationToken)
    {
        var result = await command.Client.CallAsync<GetUnitTaskRequest, GetUnitTaskResponse>(
            "getUnitTask", new GetUnitTaskRequest { Id = taskId }, cancellationToken);
        return result.Task.State is not (TaskState.Queued or TaskState.Running or TaskState.Waiting or TaskState.Blocked);
    }
}
