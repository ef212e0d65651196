using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Cli.Acp;

/// <summary>
/// One session of the editor, which is a task: its events as they come, what its agent asks, and the prompt that waits for its
/// end. Owns the connection on which the events come. The task goes on without it.
/// </summary>
internal sealed class EditorSession : IAsyncDisposable
{
    private const int PageSize = 1000;

    private readonly RpcConnection _editor;
    private readonly HostCommand _command;
    private readonly EventStream _stream;
    private readonly EditorUpdates _updates;
    private readonly EditorApprovals _approvals;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private Task _following = Task.CompletedTask;
    private EditorTurn? _turn;
    private long _lastSequence;

    private EditorSession(RpcConnection editor, HostCommand command, UnitTaskView task, EventStream stream, EditorWishes wishes)
    {
        (_editor, _command, TaskId, _stream, Folder) = (editor, command, task.Id, stream, wishes.Folder);
        _updates = new() { HasNotices = wishes.HasNotices, HasSwitches = wishes.HasSwitches, Folder = task.WorktreePath ?? wishes.Folder };
        _approvals = new(editor, command, wishes.HasForms);
    }

    public string TaskId { get; }

    /// <summary>The editor's working directory.</summary>
    public string Folder { get; }

    /// <param name="editor">To tell it everything.</param>
    /// <param name="command">To ask the host.</param>
    /// <param name="task">The task.</param>
    /// <param name="wishes">What the editor can show.</param>
    /// <param name="replays">Whether it is told first what happened so far.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the stream.")]
    public static async Task<EditorSession> OpenAsync(
        RpcConnection editor, HostCommand command, UnitTaskView task, EditorWishes wishes, bool replays, CancellationToken cancellationToken)
    {
        var stream = await EventStream.OpenAsync(command.Client, command.Surroundings.Time, cancellationToken);
        var session = new EditorSession(editor, command, task, stream, wishes);
        try
        {
            await session.BeginAsync(replays, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the agent a prompt and returns the protocol's stop reason when its turn is over.</summary>
    /// <exception cref="CommandException">The host refuses it, or the agent failed.</exception>
    public async Task<string> PromptAsync(string text, CancellationToken cancellationToken)
    {
        var turn = new EditorTurn(text);
        lock (_gate)
        {
            _turn = _turn is null
                ? turn
                : throw new RpcException(RpcErrorCode.InvalidRequest, "A prompt of this session is at work. Wait for its end, or cancel it.");
        }

        try
        {
            turn.Sent(await SendAsync(text, cancellationToken));
            if (turn.LastTask is { } told)
            {
                await TakeTaskAsync(told, turn, cancellationToken); // its event was faster than the answer
            }

            await Task.WhenAny(turn.Ended, _stream.Ended).WaitAsync(cancellationToken);
            return turn.Ended.IsCompletedSuccessfully
                ? turn.Judge(await turn.Ended)
                : throw new CommandException(
                    ExitCodes.Failed, ErrorCodes.Unavailable, "Homeport stopped while the agent worked. Start it, then open this session again: what was done is kept.");
        }
        finally
        {
            lock (_gate)
            {
                _turn = null;
            }
        }
    }

    /// <summary>Stops the task's agent; the prompt that waits then ends as cancelled.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_turn is null)
            {
                return;
            }

            _turn.IsCancelled = true;
        }

        try
        {
            await _command.Client.CallAsync<StopTaskExecutionRequest, UnitTaskResponse>(
                "stopTaskExecution", new StopTaskExecutionRequest { TaskId = TaskId }, cancellationToken);
        }
        catch (CommandException)
        {
            // It stopped by itself meanwhile; the events tell.
        }
    }

    /// <summary>Gives an option of the agent's another value; what became of it comes as an update.</summary>
    public async Task<JsonArray> SetOptionAsync(string id, string value, CancellationToken cancellationToken)
    {
        await _command.Client.CallAsync<UpdateUnitTaskRequest, UnitTaskResponse>(
            "updateUnitTask",
            new UpdateUnitTaskRequest { Id = TaskId, AgentOptions = new Dictionary<string, string> { [id] = value } }, cancellationToken);
        return _updates.DescribeOptions(id, value);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _stream.DisposeAsync();
        await _following;
        await _approvals.DisposeAsync();
        _closing.Dispose();
    }

    private async Task BeginAsync(bool replays, CancellationToken cancellationToken)
    {
        if (replays)
        {
            await CatchUpAsync(isReplay: true, cancellationToken);
        }

        var subscribed = await _stream.CallAsync<SubscribeEventsRequest, SubscribeEventsResponse>(
            "subscribeEvents", new SubscribeEventsRequest { TaskId = TaskId, FromSequence = replays ? _lastSequence : null }, cancellationToken);
        _lastSequence = replays ? _lastSequence : subscribed.Sequence;
        foreach (var approval in (await GetAsync(cancellationToken)).PendingApprovals)
        {
            _approvals.Ask(approval);
        }

        _following = FollowAsync(_closing.Token);
    }

    private async Task<UnitTaskView> SendAsync(string text, CancellationToken cancellationToken)
    {
        var task = (await GetAsync(cancellationToken)).Task;
        if (task.State == TaskState.Draft)
        {
            await _command.Client.CallAsync<UpdateUnitTaskRequest, UnitTaskResponse>(
                "updateUnitTask", new UpdateUnitTaskRequest { Id = TaskId, Prompt = text, Title = EditorTasks.TitleOf(text) }, cancellationToken);
            return (await _command.Client.CallAsync<StartTaskExecutionRequest, UnitTaskResponse>(
                "startTaskExecution", new StartTaskExecutionRequest { TaskId = TaskId }, cancellationToken)).Task;
        }

        return (await _command.Client.CallAsync<SendPromptRequest, SendPromptResponse>(
            "sendPrompt", new SendPromptRequest { TaskId = TaskId, Prompt = text }, cancellationToken)).Task;
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var pushed in _stream.ReadAllAsync(cancellationToken))
            {
                switch (pushed.Method)
                {
                    case TextDelta.Method when pushed.ReadParams(ProtocolJson.Default.TextDelta) is { } delta && delta.TaskId == TaskId:
                        await TellAsync(_updates.Read(delta), cancellationToken);
                        break;
                    case EventNotification.Method:
                        foreach (var entry in pushed.ReadParams(ProtocolJson.Default.EventNotification).Events)
                        {
                            await TakeAsync(entry, isReplay: false, cancellationToken);
                        }

                        break;
                    case GapNotification.Method:
                        await CatchUpAsync(isReplay: false, cancellationToken);
                        break;
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or CommandException)
        {
            // The editor is gone, the session is closed, or the host stopped: a prompt that waits is told by the stream's end.
        }
    }

    private async Task CatchUpAsync(bool isReplay, CancellationToken cancellationToken)
    {
        IReadOnlyList<EventView> events;
        do
        {
            events = await _command.Client.ListAsync<ListTaskEventsRequest, EventView>(
                "listTaskEvents", new ListTaskEventsRequest { TaskId = TaskId, After = _lastSequence, Limit = PageSize }, "events", cancellationToken);
            foreach (var entry in events)
            {
                await TakeAsync(entry, isReplay, cancellationToken);
            }
        }
        while (events.Count == PageSize);
    }

    private async Task TakeAsync(EventView entry, bool isReplay, CancellationToken cancellationToken)
    {
        if (entry.Sequence <= _lastSequence)
        {
            return;
        }

        _lastSequence = entry.Sequence;
        EditorTurn? turn;
        lock (_gate)
        {
            turn = _turn;
        }

        switch (entry.Kind)
        {
            case EventKinds.ApprovalRequested when !isReplay:
                _approvals.Ask(entry.Payload.Deserialize(ProtocolJson.Default.ApprovalRequestedPayload)!.Approval);
                break;
            case EventKinds.ApprovalResolved:
                await _approvals.WithdrawAsync(entry.Payload.Deserialize(ProtocolJson.Default.ApprovalResolvedPayload)!.ApprovalId);
                break;
            case EventKinds.UserMessage when turn is not null && turn.IsBegunBy(entry):
                break; // the editor shows its own words
            case EventKinds.TurnEnded:
                turn?.EndWith(entry);
                break;
            case EventKinds.TaskChanged:
                await TakeTaskAsync(entry.Payload.Deserialize(ProtocolJson.Default.TaskChangedPayload)!.Task, turn, cancellationToken);
                break;
            case EventKinds.Config:
                foreach (var update in _updates.ReadConfig(entry.Payload.Deserialize(ProtocolJson.Default.ConfigPayload)!))
                {
                    await TellAsync(update, cancellationToken);
                }

                break;
            default:
                await TellAsync(_updates.Read(entry), cancellationToken);
                break;
        }
    }

    /// <summary>A task that came to rest without a turn of ours, as when its worktree cannot be made, ends the prompt too.</summary>
    private async Task TakeTaskAsync(UnitTaskView task, EditorTurn? turn, CancellationToken cancellationToken)
    {
        _updates.Folder = task.WorktreePath ?? _updates.Folder;
        if (turn is null || !turn.HasComeToRest(task))
        {
            return;
        }

        var now = (await GetAsync(cancellationToken)).Task;
        if (now.Version == task.Version) // else more of it is on its way, perhaps the end of our own turn
        {
            turn.End(new TurnEndedPayload
            {
                Outcome = now.State == TaskState.Failed ? TurnOutcome.Failed : TurnOutcome.Interrupted,
                Failure = now.Failure,
            });
        }
    }

    private Task<GetUnitTaskResponse> GetAsync(CancellationToken cancellationToken) =>
        _command.Client.CallAsync<GetUnitTaskRequest, GetUnitTaskResponse>("getUnitTask", new GetUnitTaskRequest { Id = TaskId }, cancellationToken);

    private async ValueTask TellAsync(JsonObject? update, CancellationToken cancellationToken)
    {
        if (update is not null)
        {
            var parameters = new JsonObject { ["sessionId"] = TaskId, ["update"] = update };
            await _editor.NotifyAsync("session/update", JsonElement.Parse(parameters.ToJsonString()), cancellationToken);
        }
    }
}
