using Homeport.Agents;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Worker.Journal;
using Homeport.Worker.Mcp;
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

    /// <summary>How long a stop waits until the host has heard of it.</summary>
    private static readonly TimeSpan StoppingPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly SessionJournal _journal;
    private readonly SessionSink _sink;
    private readonly LivingAgent _agent;
    private readonly TurnRunner _turns;
    private readonly Steering _steering;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _idle;
    private readonly Task _watching;
    private readonly Lock _gate = new();
    private Task _turn = Task.CompletedTask;
    private CancellationTokenSource _turnEnding = new();
    private Task _expiring = Task.CompletedTask;
    private AssignTaskRequest _assignment;
    private bool _isExpired;
    private bool _isStopping;

    public AgentSession(
        IAgentAdapter adapter, AssignTaskRequest assignment, AgentLauncher launcher, McpSelection servers, TurnSnapshots snapshots, SetupSteps setup,
        WorkerOptions options, SessionJournal journal, IHostCalls host, TimeProvider time)
    {
        (_assignment, _options, _journal, _time) = (assignment, options, journal, time);
        _sink = new SessionSink(assignment.TaskId, assignment.SessionId, assignment.WorktreePath, _journal, host, time)
        {
            WatchesSilence = adapter is not ITerminalAdapter, // its words are not heard here
        };
        _agent = new LivingAgent(adapter, launcher, servers, options, _sink, time);
        _turns = new TurnRunner(_agent, _sink, journal, snapshots, setup);
        _steering = new Steering(_sink);
        _idle = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watching = EndWhenRefusedAsync();
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

    /// <summary>The turn that runs; null between turns.</summary>
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

    /// <summary>Its agent has ended for lack of work. Whoever has the next turn can do without it.</summary>
    public bool IsExpired
    {
        get
        {
            lock (_gate)
            {
                return _isExpired && _turn.IsCompleted;
            }
        }
    }

    /// <summary>The host takes nothing more of it; a new session must take its place.</summary>
    public bool IsBroken => _journal.Refused.IsCompleted;

    /// <summary>
    /// Starts a turn; false if another one is running. One that it has already is not started again. The host may give the next
    /// turn as soon as it has the report of the last, which is a moment before that has ended here: so it is waited for.
    /// </summary>
    public async Task<bool> BeginAsync(AssignTaskRequest assignment)
    {
        if (TryBegin(assignment))
        {
            return true;
        }

        Task ending;
        lock (_gate)
        {
            ending = _turn;
        }

        return await IsDoneWithinAsync(ending, EndPatience) && TryBegin(assignment);
    }

    private bool TryBegin(AssignTaskRequest assignment)
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

            (_assignment, _isExpired) = (assignment, false);
            _turnEnding.Dispose();
            _turnEnding = new CancellationTokenSource();
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _turn = Task.Run(() => RunTurnAsync(assignment), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Asks the agent to stop the turn that runs, if one does. One that does not within a second loses its process.</summary>
    private async Task InterruptAsync()
    {
        Task turn;
        CancellationTokenSource ending;
        lock (_gate)
        {
            if (_turn.IsCompleted)
            {
                return;
            }

            (turn, ending) = (_turn, _turnEnding);
        }

        // Without a conversation the agent is still starting up, and there is nobody to be polite to.
        var polite = _agent.Conversation?.InterruptAsync(CancellationToken.None);
        if (polite is null || !await IsDoneWithinAsync(Task.WhenAll(polite, turn), InterruptPatience))
        {
            await ending.CancelAsync();
            await _agent.EndAsync("interrupted");
        }

        await turn;
    }

    /// <summary>Stops this turn if it runs, and keeps the session. Where it may yield, the agent is not disturbed.</summary>
    public async Task InterruptAsync(string turnId, bool yields)
    {
        Task turn;
        lock (_gate)
        {
            if (_assignment.TurnId != turnId)
            {
                return;
            }

            turn = _turn;
        }

        if (yields && _agent.Conversation is { } conversation)
        {
            if (await conversation.YieldAsync())
            {
                await turn;
            }

            return;
        }

        await InterruptAsync();
    }

    /// <summary>Says something in the middle of a turn, once however often it is sent. False if that turn does not run or the agent takes nothing now.</summary>
    public async Task<bool> SteerAsync(SteerSessionRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_turn.IsCompleted || _isStopping || _assignment.TurnId != request.TurnId)
            {
                return false;
            }
        }

        return _agent.Conversation is { } conversation && await _steering.SteerAsync(conversation, request, cancellationToken);
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

    /// <summary>Sets an option of the agent's session, now or as soon as it has a process again.</summary>
    public Task SetOptionAsync(string id, string value, CancellationToken cancellationToken) =>
        _agent.SetOptionAsync(id, value, cancellationToken);

    /// <summary>Stops the turn, ends the process tree, writes down the rest. What the host does not have yet is sent without us.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
        }

        await InterruptAsync();
        await _agent.EndPolitelyAsync("stopped");
        await _closing.CancelAsync();
        await _watching;
        await _idle.DisposeAsync();
        await _expiring;
        await _sink.WriteOutAsync();
        await _sink.DisposeAsync();
        _steering.Dispose();
        await _agent.DisposeAsync();
        await _journal.CompleteAsync(StoppingPatience);
        _closing.Dispose();
        _turnEnding.Dispose();
    }

    private async Task RunTurnAsync(AssignTaskRequest assignment)
    {
        await _turns.RunAsync(assignment, () => _isStopping, _turnEnding.Token, _closing.Token);
        _idle.Change(_options.IdleSession, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A lease that the host gave to nobody or to another ends what runs under it.</summary>
    private async Task EndWhenRefusedAsync()
    {
        try
        {
            await _journal.Refused.WaitAsync(_closing.Token);
            await InterruptAsync();
            await _agent.EndAsync("its lease is lost");
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Expire()
    {
        lock (_gate)
        {
            if (_turn.IsCompleted && !_isStopping && _expiring.IsCompleted)
            {
                (_isExpired, _expiring) = (true, _agent.EndPolitelyAsync("idle"));
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
