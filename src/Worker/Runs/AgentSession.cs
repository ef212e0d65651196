using System.Threading.Channels;
using Homeport.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Setup;

namespace Homeport.Worker.Runs;

/// <summary>
/// One conversation on this worker: turn after turn with one agent, and the journal of what it says. Owns both. One turn runs
/// at a time.
/// </summary>
internal sealed class AgentSession : IAsyncDisposable
{
    /// <summary>With the grace of the process after it, a stop takes less than three seconds at worst.</summary>
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a turn's end waits for a host that cannot store now.</summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StoppingPatience = TimeSpan.FromSeconds(1);

    private readonly TurnSnapshots _snapshots;
    private readonly SetupSteps _setup;
    private readonly WorkerOptions _options;
    private readonly IHostCalls _host;
    private readonly TimeProvider _time;
    private readonly SessionJournal _journal;
    private readonly SessionSink _sink;
    private readonly LivingAgent _agent;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _idle;
    private readonly Lock _gate = new();
    private Task _turn = Task.CompletedTask;
    private CancellationTokenSource _turnEnding = new();
    private Task _expiring = Task.CompletedTask;
    private AssignTaskRequest _assignment;
    private bool _isStopping;

    public AgentSession(
        IAgentAdapter adapter, AssignTaskRequest assignment, AgentLauncher launcher, TurnSnapshots snapshots, SetupSteps setup,
        WorkerOptions options, IHostCalls host, TimeProvider time)
    {
        (_assignment, _snapshots, _setup, _options, _host, _time) = (assignment, snapshots, setup, options, host, time);
        _journal = new SessionJournal(assignment.TaskId, assignment.SessionId, host, time);
        _sink = new SessionSink(assignment.TaskId, assignment.SessionId, _journal, host, time);
        _agent = new LivingAgent(adapter, launcher, _sink, time);
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

    /// <summary>The turn that runs or is not reported yet; null between turns.</summary>
    public HeldTurn? HeldTurn
    {
        get
        {
            lock (_gate)
            {
                return _turn.IsCompleted
                    ? null
                    : new HeldTurn { TurnId = _assignment.TurnId, SessionId = _assignment.SessionId, LeaseToken = _assignment.LeaseToken };
            }
        }
    }

    /// <summary>Its journal reaches nobody any more; a new session must take its place.</summary>
    public bool IsBroken => _journal.IsBroken;

    /// <summary>Starts a turn and returns at once; false if another one is running. One that it has already is not started again.</summary>
    public bool TryBegin(AssignTaskRequest assignment)
    {
        lock (_gate)
        {
            if (!_turn.IsCompleted && _assignment.LeaseToken == assignment.LeaseToken)
            {
                return true;
            }

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
    private async Task InterruptAsync(string turnId, CancellationToken cancellationToken)
    {
        Task turn;
        CancellationTokenSource ending;
        lock (_gate)
        {
            if (_turn.IsCompleted || _assignment.TurnId != turnId)
            {
                return;
            }

            (turn, ending) = (_turn, _turnEnding);
        }

        // Without a conversation the agent is still starting up, and there is nobody to be polite to.
        var polite = _agent.Conversation?.InterruptAsync(cancellationToken);
        if (polite is null || !await IsDoneWithinAsync(Task.WhenAll(polite, turn), InterruptPatience))
        {
            await ending.CancelAsync();
            await _agent.EndAsync("interrupted");
        }

        await turn.WaitAsync(cancellationToken);
    }

    public async Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken)
    {
        if (_agent.Conversation is not { } conversation || !await conversation.AnswerAsync(answer, cancellationToken))
        {
            return false;
        }

        _sink.Answered();
        return true;
    }

    public Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken) =>
        _agent.Conversation?.ConfigureAsync(mode, model, cancellationToken) ?? Task.CompletedTask;

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
        await _agent.EndAsync("stopped");
        await _idle.DisposeAsync();
        await _expiring;
        await FlushAsync(StoppingPatience);
        await _agent.DisposeAsync();
        await _sink.DisposeAsync();
        await _journal.DisposeAsync();
        await _closing.CancelAsync();
        _closing.Dispose();
        _turnEnding.Dispose();
    }

    private async Task RunTurnAsync(AssignTaskRequest assignment)
    {
        _journal.BeginTurn(assignment.LeaseToken);
        _sink.BeginTurn(assignment.TurnId);
        var notReady = await _setup.RunAsync(assignment, _sink, _turnEnding.Token);
        var before = _snapshots.TakeAsync(assignment, "before turn", _closing.Token); // while the agent starts up
        var result = notReady ?? await ConverseAsync(assignment, before);
        var after = await _snapshots.TakeAsync(assignment, "after turn", _closing.Token);
        var changes = await _snapshots.MeasureAsync(assignment, _closing.Token);
        var report = new ReportTaskCompleteRequest
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
            NativeSessionId = result.NativeSessionId ?? _agent.NativeSessionId,
            HeadCommit = changes?.HeadCommit,
            Changes = changes?.Stat,
            SnapshotBefore = await before,
            SnapshotAfter = after,
            Usage = result.Usage,
        };
        await ReportAsync(report);
        _sink.BeginTurn(null);
        _idle.Change(_options.IdleSession, Timeout.InfiniteTimeSpan);
    }

    private async Task ReportAsync(ReportTaskCompleteRequest report)
    {
        var patience = _isStopping ? StoppingPatience : FlushPatience;
        if (!await FlushAsync(patience))
        {
            return; // the host finds the turn without an end when it is itself again, and marks it interrupted
        }

        try
        {
            using var bound = new CancellationTokenSource(patience, _time);
            await _host.ReportAsync(report, bound.Token);
        }
        catch (Exception gone) when (gone is HostGoneException or OperationCanceledException)
        {
            // As above.
        }
    }

    /// <summary>False if the host did not store everything in time.</summary>
    private async Task<bool> FlushAsync(TimeSpan patience)
    {
        try
        {
            using var bound = new CancellationTokenSource(patience, _time);
            await _sink.FlushAsync(bound.Token);
            return true;
        }
        catch (Exception gone) when (gone is HostGoneException or OperationCanceledException or ChannelClosedException)
        {
            return false;
        }
    }

    private async Task<TurnResult> ConverseAsync(AssignTaskRequest assignment, Task snapshot)
    {
        var ending = _turnEnding.Token;
        try
        {
            var conversation = await _agent.OpenAsync(assignment, ending);
            await conversation.ConfigureAsync(assignment.PermissionMode, assignment.Model, ending);
            await snapshot;
            var result = await conversation.RunTurnAsync(new AgentPrompt(assignment.Prompt, assignment.Attachments), ending);
            return Judge(await _agent.ExplainAsync(result));
        }
        catch (AgentStartException refused)
        {
            return Judge(await _agent.ExplainStartAsync(refused));
        }
        catch (OperationCanceledException)
        {
            return new TurnResult { Outcome = TurnOutcome.Interrupted };
        }
        catch (Exception broken) when (broken is IOException or HostGoneException or ChannelClosedException)
        {
            return Judge(await _agent.ExplainLossAsync());
        }
    }

    /// <summary>What fails because it was stopped has not failed.</summary>
    private TurnResult Judge(TurnResult result) => _isStopping && result.Outcome == TurnOutcome.Failed
        ? result with { Outcome = TurnOutcome.Interrupted, Failure = null }
        : result;

    private void Expire()
    {
        lock (_gate)
        {
            if (_turn.IsCompleted && !_isStopping && _expiring.IsCompleted)
            {
                _expiring = _agent.EndAsync("idle");
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
