using System.Collections.Concurrent;
using System.Threading.Channels;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Worker.Link;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Terminals;

/// <summary>The terminals on this worker. Owns them.</summary>
internal sealed class TerminalSessions : IAsyncDisposable
{
    private const int MostRunning = 100;
    private const int MostEnded = 20;

    /// <summary>What a program starts with before somebody looks: wide enough for most.</summary>
    private static readonly TerminalSize AgentSize = new(120, 36);

    /// <summary>A program may change its title a thousand times a second; the host hears of the last one.</summary>
    private static readonly TimeSpan TellingPause = TimeSpan.FromMilliseconds(250);

    private readonly TerminalLauncher _launcher;
    private readonly Confining _confining;
    private readonly Func<RpcConnection?> _host;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TerminalSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _closing = new();
    private readonly Task _telling;

    /// <param name="options">How the worker is to be run.</param>
    /// <param name="confining">For terminals of tasks that work in a sandbox or container.</param>
    /// <param name="host">The connection on which the host has registered this worker; null while no host is there.</param>
    /// <param name="time">The clock.</param>
    public TerminalSessions(WorkerOptions options, Confining confining, Func<RpcConnection?> host, TimeProvider time)
    {
        _confining = confining;
        (_launcher, _host, _grace, _time) = (new TerminalLauncher(options, time), host, options.StopGrace, time);
        _telling = Task.Run(TellAsync);
    }

    /// <summary>All of them, those that have ended included.</summary>
    public IReadOnlyList<TerminalStatus> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions.Values.Select(session => session.Status)];
            }
        }
    }

    /// <summary>No shell runs.</summary>
    public bool IsIdle => All.All(terminal => !terminal.IsRunning);

    public void Register(MethodTable methods)
    {
        methods.Add<OpenTerminalRequest, OpenTerminalResponse>(WorkerMethods.OpenTerminal, OpenAsync);
        methods.Add<EndTerminalRequest>(WorkerMethods.EndTerminal, (request, _) =>
        {
            if (request.UnlessBusy == true && Find(request.TerminalId)?.IsBusy == true)
            {
                throw new WorkerRefusedException(ErrorCodes.Conflict, "Something still runs in this terminal. Close it all the same to end that too.");
            }

            return EndAsync(request.TerminalId);
        });
        methods.Add<AttachTerminalRequest>(WorkerMethods.AttachTerminal, AttachAsync);
        methods.Add<DetachTerminalRequest>(WorkerMethods.DetachTerminal, (request, _) =>
        {
            Find(request.TerminalId)?.Detach(request.ViewerId);
            return Task.CompletedTask;
        });
        methods.Add<WriteTerminalRequest, WriteTerminalResponse>(WorkerMethods.WriteTerminal, (request, _) => Task.FromResult(
            new WriteTerminalResponse { Accepted = Demand(request.TerminalId).Type(request.ViewerId, request.Data.Span) }));
        methods.Add<ResizeTerminalRequest>(WorkerMethods.ResizeTerminal, (request, _) =>
        {
            Find(request.TerminalId)?.Resize(request.ViewerId, new TerminalSize(request.Columns, request.Rows), request.Claim);
            return Task.CompletedTask;
        });
        methods.Add<AcknowledgeTerminalRequest>(WorkerMethods.AcknowledgeTerminal, (request, _) =>
        {
            Find(request.TerminalId)?.Acknowledge(request.ViewerId, request.Bytes);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// Starts an agent's program in a terminal of its own. Under an id that is known its earlier program has ended, and its screen
    /// gives way to the new one's.
    /// </summary>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    /// <exception cref="WorkerRefusedException">The worker is stopping, or too many are open.</exception>
    public async Task<AgentConsole> StartAgentAsync(string terminalId, ProcessStart start)
    {
        var size = Find(terminalId) is { Status: { } last } ? new TerminalSize(last.Columns, last.Rows) : AgentSize;
        await EndAsync(terminalId);
        AgentConsole console;
        lock (_gate)
        {
            DemandRoom();
            var terminal = PseudoTerminal.Start(start, size.Clamped(), _time);
            var session = new TerminalSession(terminalId, terminal, _grace, OnChanged, _time);
            _sessions[terminalId] = session;
            console = new AgentConsole(session, terminal);
        }

        OnChanged(terminalId);
        await ForgetOldestAsync();
        return console;
    }

    /// <summary>Ends all that runs and tells the host of each. Their last screens stay until this is disposed.</summary>
    public async Task EndAllAsync()
    {
        TerminalSession[] sessions;
        lock (_gate)
        {
            sessions = [.. _sessions.Values];
        }

        await Task.WhenAll(sessions.Select(session => session.StopAsync()));
        foreach (var session in sessions)
        {
            await TellAsync(session.Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        TerminalSession[] sessions;
        lock (_gate)
        {
            sessions = [.. _sessions.Values];
            _sessions.Clear();
        }

        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));
        await _telling;
        _closing.Dispose();
    }

    /// <summary>Opens it, once: asked again with the same id, it answers for the one that is there.</summary>
    private async Task<OpenTerminalResponse> OpenAsync(OpenTerminalRequest request, CancellationToken cancellationToken)
    {
        OpenTerminalResponse response;
        var confinement = await _confining.PrepareAsync(request.Environment?.Isolation, agent: null, cancellationToken);
        lock (_gate)
        {
            DemandRoom();
            if (_sessions.ContainsKey(request.TerminalId))
            {
                throw new WorkerRefusedException(ErrorCodes.Conflict, "This terminal is open already.");
            }

            var (terminal, shell) = _launcher.Start(request, confinement);
            _sessions[request.TerminalId] = new TerminalSession(request.TerminalId, terminal, _grace, OnChanged, _time);
            response = new OpenTerminalResponse { Shell = shell };
        }

        await ForgetOldestAsync();
        return response;
    }

    /// <summary>Under the gate.</summary>
    private void DemandRoom()
    {
        if (_closing.IsCancellationRequested)
        {
            throw new WorkerRefusedException(ErrorCodes.Unavailable, "The worker is stopping. Try again in a moment.");
        }

        if (_sessions.Values.Count(session => session.Status.IsRunning) >= MostRunning)
        {
            throw new WorkerRefusedException(ErrorCodes.Conflict, $"{MostRunning} terminals are open, as many as there may be. Close some first.");
        }
    }

    private async Task EndAsync(string terminalId)
    {
        var session = Find(terminalId);
        if (session is not null)
        {
            await session.DisposeAsync();
            lock (_gate)
            {
                _sessions.Remove(terminalId);
            }
        }
    }

    private Task AttachAsync(AttachTerminalRequest request, CancellationToken cancellationToken)
    {
        var connection = _host() ?? throw new WorkerRefusedException(ErrorCodes.Unavailable, "The connection to the host is over.");
        TerminalSize? wish = request is { Columns: { } columns, Rows: { } rows } ? new TerminalSize(columns, rows) : null;
        Demand(request.TerminalId).Attach(request.ViewerId, wish, connection);
        return Task.CompletedTask;
    }

    /// <summary>The screens of some terminals that have ended are kept, not those of all that ever were.</summary>
    private async Task ForgetOldestAsync()
    {
        string[] tooMany;
        lock (_gate)
        {
            var ended = _sessions.Where(entry => !entry.Value.Status.IsRunning).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToArray();
            tooMany = ended[..Math.Max(0, ended.Length - MostEnded)]; // ids grow with the time of their making
        }

        foreach (var id in tooMany)
        {
            await EndAsync(id);
        }
    }

    private TerminalSession? Find(string terminalId)
    {
        lock (_gate)
        {
            return _sessions.GetValueOrDefault(terminalId);
        }
    }

    private TerminalSession Demand(string terminalId) =>
        Find(terminalId) ?? throw new WorkerRefusedException(ErrorCodes.NotFound, $"There is no terminal {terminalId} on this worker.");

    private void OnChanged(string terminalId)
    {
        _changed[terminalId] = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Nothing is lost where no host is there: the next registration carries how all terminals stand.</summary>
    private async Task TellAsync()
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(_closing.Token))
            {
                foreach (var id in _changed.Keys)
                {
                    _changed.TryRemove(id, out var _);
                    if (Find(id)?.Status is { } status)
                    {
                        await TellAsync(status);
                    }
                }

                await Task.Delay(TellingPause, _time, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }

    private async Task TellAsync(TerminalStatus status)
    {
        try
        {
            if (_host() is { } connection)
            {
                await connection.CallAsync(
                    HostMethods.TerminalChanged, status, ProtocolJson.Default.TerminalStatus, ProtocolJson.Default.NoResponse, _closing.Token);
            }
        }
        catch (Exception gone) when (gone is RpcClosedException or RpcException or TimeoutException)
        {
            // As if no host were there.
        }
    }
}
