using System.Text.Json;
using System.Threading.Channels;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Runs;

/// <summary>
/// One conversation on this worker: the agent's process, which lives across turns and is started when a turn needs it, and
/// the journal of what it says. Owns both. One turn runs at a time.
/// </summary>
internal sealed class AgentSession : IAsyncDisposable
{
    /// <summary>With the grace of the process after it, a stop takes less than three seconds at worst.</summary>
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(30);

    private readonly IAgentAdapter _adapter;
    private readonly AgentLauncher _launcher;
    private readonly TurnSnapshots _snapshots;
    private readonly WorkerOptions _options;
    private readonly IHostCalls _host;
    private readonly TimeProvider _time;
    private readonly SessionJournal _journal;
    private readonly SessionSink _sink;
    private readonly SemaphoreSlim _lifeGate = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _idle;
    private readonly Lock _gate = new();
    private Task _turn = Task.CompletedTask;
    private CancellationTokenSource _turnEnding = new();
    private Task _expiring = Task.CompletedTask;
    private AssignTaskRequest _assignment;
    private AgentProcess? _process;
    private IAgentConversation? _conversation;
    private string? _nativeSessionId;
    private bool _isStopping;

    public AgentSession(
        IAgentAdapter adapter, AssignTaskRequest assignment, AgentLauncher launcher, TurnSnapshots snapshots,
        WorkerOptions options, IHostCalls host, TimeProvider time)
    {
        (_adapter, _assignment, _launcher, _snapshots, _options, _host, _time) =
            (adapter, assignment, launcher, snapshots, options, host, time);
        _journal = new SessionJournal(assignment.TaskId, assignment.SessionId, host, time);
        _sink = new SessionSink(assignment.TaskId, assignment.SessionId, _journal, host, time);
        _idle = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return !_turn.IsCompleted;
            }
        }
    }

    public long LeaseToken
    {
        get
        {
            lock (_gate)
            {
                return _assignment.LeaseToken;
            }
        }
    }

    /// <summary>Its journal reaches nobody any more; a new session must take its place.</summary>
    public bool IsBroken => _journal.IsBroken;

    /// <summary>Starts a turn and returns at once; false if one is running.</summary>
    public bool TryBegin(AssignTaskRequest assignment)
    {
        lock (_gate)
        {
            if (!_turn.IsCompleted || _isStopping)
            {
                return false;
            }

            _assignment = assignment;
            _turnEnding.Dispose();
            _turnEnding = new CancellationTokenSource();
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _turn = Task.Run(() => RunTurnAsync(assignment), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Asks the agent to stop its turn. One that does not within a second loses its process.</summary>
    public async Task InterruptAsync(string turnId, CancellationToken cancellationToken)
    {
        Task turn;
        CancellationTokenSource ending;
        IAgentConversation? conversation;
        lock (_gate)
        {
            if (_turn.IsCompleted || _assignment.TurnId != turnId)
            {
                return;
            }

            (turn, ending, conversation) = (_turn, _turnEnding, _conversation);
        }

        // Without a conversation the agent is still starting up, and there is nobody to be polite to.
        var polite = conversation?.InterruptAsync(cancellationToken);
        if (polite is null || !await IsDoneWithinAsync(Task.WhenAll(polite, turn), InterruptPatience))
        {
            await ending.CancelAsync();
            await EndProcessAsync("interrupted");
        }

        await turn.WaitAsync(cancellationToken);
    }

    public async Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken)
    {
        IAgentConversation? conversation;
        lock (_gate)
        {
            conversation = _conversation;
        }

        if (conversation is null || !await conversation.AnswerAsync(answer, cancellationToken))
        {
            return false;
        }

        _sink.Answered();
        return true;
    }

    public async Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken)
    {
        IAgentConversation? conversation;
        lock (_gate)
        {
            conversation = _conversation;
        }

        if (conversation is not null)
        {
            await conversation.ConfigureAsync(mode, model, cancellationToken);
        }
    }

    /// <summary>Stops the turn, ends the process tree, writes down the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        string? turnId;
        Task turn;
        lock (_gate)
        {
            (_isStopping, turn) = (true, _turn);
            turnId = _turn.IsCompleted ? null : _assignment.TurnId;
        }

        if (turnId is not null)
        {
            await InterruptAsync(turnId, CancellationToken.None);
        }

        await turn;
        await EndProcessAsync("stopped");
        await _idle.DisposeAsync();
        await _expiring;
        await _sink.DisposeAsync();
        await _journal.DisposeAsync();
        await _closing.CancelAsync();
        _closing.Dispose();
        _turnEnding.Dispose();
        _lifeGate.Dispose();
    }

    private async Task RunTurnAsync(AssignTaskRequest assignment)
    {
        _journal.BeginTurn(assignment.LeaseToken);
        _sink.BeginTurn(assignment.TurnId);
        var before = _snapshots.TakeAsync(assignment, "before turn", _closing.Token); // while the agent starts up
        var result = await ConverseAsync(assignment, before);
        var after = await _snapshots.TakeAsync(assignment, "after turn", _closing.Token);
        var changes = await _snapshots.MeasureAsync(assignment, _closing.Token);
        _nativeSessionId = result.NativeSessionId ?? _nativeSessionId;
        try
        {
            using var bound = new CancellationTokenSource(FlushPatience, _time);
            await _sink.FlushAsync(bound.Token);
            await _host.ReportAsync(
                new ReportTaskCompleteRequest
                {
                    TaskId = assignment.TaskId,
                    SessionId = assignment.SessionId,
                    TurnId = assignment.TurnId,
                    LeaseToken = assignment.LeaseToken,
                    Success = result.Outcome == TurnOutcome.Completed,
                    Outcome = result.Outcome,
                    StopReason = result.StopReason,
                    Failure = result.Failure,
                    LimitResetsAt = result.LimitResetsAt,
                    NativeSessionId = _nativeSessionId,
                    HeadCommit = changes?.HeadCommit,
                    Changes = changes?.Stat,
                    SnapshotBefore = await before,
                    SnapshotAfter = after,
                    Usage = result.Usage,
                },
                bound.Token);
        }
        catch (Exception gone) when (gone is HostGoneException or OperationCanceledException or ChannelClosedException)
        {
            // Nobody is there to hear it; the host finds the turn without an end at its next start and marks it interrupted.
        }

        _sink.BeginTurn(null);
        _idle.Change(_options.IdleSession, Timeout.InfiniteTimeSpan);
    }

    private async Task<TurnResult> ConverseAsync(AssignTaskRequest assignment, Task snapshot)
    {
        var ending = _turnEnding.Token;
        try
        {
            var conversation = await OpenAsync(assignment, ending);
            await conversation.ConfigureAsync(assignment.PermissionMode, assignment.Model, ending);
            await snapshot;
            var result = await conversation.RunTurnAsync(new AgentPrompt(assignment.Prompt, assignment.Attachments), ending);
            return await ExplainAsync(result);
        }
        catch (AgentStartException refused)
        {
            var detail = _process?.ErrorTail();
            await EndProcessAsync("failed to start");
            return _isStopping
                ? new TurnResult { Outcome = TurnOutcome.Interrupted }
                : new TurnResult { Outcome = TurnOutcome.Failed, Failure = WithDetail(refused.Failure, detail) };
        }
        catch (OperationCanceledException)
        {
            return new TurnResult { Outcome = TurnOutcome.Interrupted };
        }
        catch (Exception broken) when (broken is IOException or HostGoneException or ChannelClosedException)
        {
            return await ExplainAsync(new TurnResult
            {
                Outcome = TurnOutcome.Failed,
                Failure = new TaskFailure { Code = "agent_crashed", Message = $"{_adapter.Name} went away in the middle of its work." },
            });
        }
    }

    /// <summary>A conversation that is open and listens: the one that lives, or a new process.</summary>
    private async Task<IAgentConversation> OpenAsync(AssignTaskRequest assignment, CancellationToken cancellationToken)
    {
        if (_conversation is { Ended.IsCompleted: false } living)
        {
            return living;
        }

        await EndProcessAsync("ended by itself");
        try
        {
            return await StartAsync(assignment, assignment.NativeSessionId ?? _nativeSessionId, cancellationToken);
        }
        catch (AgentStartException lost) when (lost.IsSessionLost)
        {
            await EndProcessAsync("its session is lost");
            await _sink.PublishAsync(
                EventKinds.Notice, null,
                JsonSerializer.SerializeToElement(
                    new NoticePayload
                    {
                        Code = "session_lost",
                        Message = lost.Failure.Message,
                    },
                    ProtocolJson.Default.NoticePayload),
                cancellationToken);
            return await StartAsync(assignment, null, cancellationToken);
        }
    }

    private async Task<IAgentConversation> StartAsync(
        AssignTaskRequest assignment, string? nativeSessionId, CancellationToken cancellationToken)
    {
        var spec = new AgentSessionSpec
        {
            SessionId = assignment.SessionId,
            WorkingDirectory = assignment.WorktreePath,
            PermissionMode = assignment.PermissionMode,
            Model = assignment.Model,
            NativeSessionId = nativeSessionId,
            Command = assignment.AgentCommand,
        };
        var process = _launcher.Start(_adapter, spec);
        IAgentConversation conversation;
        await _lifeGate.WaitAsync(cancellationToken);
        try
        {
            conversation = _adapter.Open(spec, process, _sink, new WorktreeFiles(assignment.WorktreePath), _time);
            lock (_gate)
            {
                (_process, _conversation) = (process, conversation);
            }
        }
        finally
        {
            _lifeGate.Release();
        }

        var started = await conversation.StartAsync(cancellationToken);
        _nativeSessionId = started.NativeSessionId ?? spec.NativeSessionId;
        await _journal.WriteAsync(
            EventKinds.SessionStarted, assignment.TurnId, null,
            JsonSerializer.SerializeToElement(
                new SessionStartedPayload
                {
                    AgentType = _adapter.Kind,
                    AgentVersion = started.Version,
                    Model = started.Model ?? assignment.Model,
                    Mode = started.Mode,
                    NativeSessionId = _nativeSessionId,
                },
                ProtocolJson.Default.SessionStartedPayload),
            cancellationToken);
        return conversation;
    }

    /// <summary>Adds what only the worker knows: how the process ended and its last words on standard error.</summary>
    private async Task<TurnResult> ExplainAsync(TurnResult result)
    {
        if (_isStopping && result.Outcome == TurnOutcome.Failed)
        {
            return result with { Outcome = TurnOutcome.Interrupted, Failure = null };
        }

        if (result.Outcome != TurnOutcome.Failed || result.Failure is not { Code: "agent_crashed" } failure || _process is not { } process)
        {
            return result;
        }

        await IsDoneWithinAsync(process.Exited, TimeSpan.FromSeconds(1));
        var how = process.Exited.IsCompletedSuccessfully ? $" Its process ended: {await process.Exited}." : "";
        return result with { Failure = WithDetail(failure with { Message = failure.Message + how }, process.ErrorTail()) };
    }

    private static TaskFailure WithDetail(TaskFailure failure, string? errorTail) => errorTail is null
        ? failure
        : failure with { Message = $"{failure.Message} It wrote: {LastLine(errorTail)}" };

    private static string LastLine(string text)
    {
        var line = text.TrimEnd().Split('\n')[^1].Trim();
        return line.Length > 300 ? line[..300] + "…" : line;
    }

    private async Task EndProcessAsync(string reason)
    {
        await _lifeGate.WaitAsync();
        try
        {
            IAgentConversation? conversation;
            AgentProcess? process;
            lock (_gate)
            {
                (conversation, process, _conversation, _process) = (_conversation, _process, null, null);
            }

            if (process is null)
            {
                return;
            }

            await process.DisposeAsync(); // first: a conversation that waits for the agent ends with its output
            if (conversation is not null)
            {
                await conversation.DisposeAsync();
            }

            var exit = await process.Exited;
            await _journal.WriteAsync(
                EventKinds.SessionEnded, null, null,
                JsonSerializer.SerializeToElement(
                    new SessionEndedPayload { Reason = reason, ExitCode = exit.Code, Signal = exit.Signal },
                    ProtocolJson.Default.SessionEndedPayload),
                CancellationToken.None);
        }
        catch (Exception closed) when (closed is HostGoneException or ChannelClosedException)
        {
            // The process is gone, which is what counts; there is nobody left to tell.
        }
        finally
        {
            _lifeGate.Release();
        }
    }

    private void Expire()
    {
        lock (_gate)
        {
            if (_turn.IsCompleted && !_isStopping && _expiring.IsCompleted)
            {
                _expiring = EndProcessAsync("idle");
            }
        }
    }

    private async Task<bool> IsDoneWithinAsync(Task task, TimeSpan patience)
    {
        try
        {
            await task.WaitAsync(patience, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (IOException)
        {
            return true; // the agent is gone, so there is nothing to wait for
        }
    }
}
