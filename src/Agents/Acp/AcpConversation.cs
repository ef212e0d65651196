using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>A conversation by ACP (agentclientprotocol.com), with one session in it.</summary>
internal sealed class AcpConversation : IAgentConversation, IRpcHandler
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromMilliseconds(500);

    private readonly AcpDialect _dialect;
    private readonly AgentSessionSpec _spec;
    private readonly IAgentFiles? _files;
    private readonly SerialSink _sink;
    private readonly PipeTransport _transport;
    private readonly RpcConnection _connection;
    private readonly AcpSettings _settings;
    private readonly AcpVersions _versions;
    private readonly AcpTerminals _terminals;
    private readonly AcpLiveOutput _live;
    private readonly AcpToolCalls _toolCalls;
    private readonly AcpUpdates _updates;
    private readonly AcpApprovals _approvals;
    private readonly AcpSession _session;
    private readonly AcpControls _controls;
    private readonly AcpTurns _turns;
    private readonly QuietWatch _watch;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private bool _isInTurn;
    private bool _isInterrupted;

    public AcpConversation(
        AcpDialect dialect, AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, IAgentTerminals? terminals,
        TimeProvider time)
    {
        (_dialect, _spec, _files) = (dialect, spec, files);
        var paths = new WorktreePaths(spec.WorkingDirectory);
        var items = new ItemIds(time);
        _sink = new(sink);
        _terminals = new(terminals);
        _live = new(_sink, () => _versions!.Spoken.Programs, time, _closing.Token);
        _toolCalls = new(_sink, paths, items, _live);
        _settings = new(dialect);
        _approvals = new(_sink, _toolCalls, () => _versions!.Spoken, paths, items);
        _watch = new(dialect.Name, _sink, time, tellsEarly: false); // a turn without a first word fails
        _transport = new(pipe, _sink) { OnMessage = _watch.Hear };
        _connection = new(
            _transport, this,
            new()
            {
                RequestOrder = RpcRequestOrder.StartInOrder,
                CancelMethod = null,
                AnswerMalformed = false,
                OnMalformed = _transport.Note,
                OnHandlerFailure = (request, _) => _transport.Note(request),
            },
            time);
        var messages = new AcpMessages(dialect, _sink);
        _versions = new(
            new V1.FirstVersion(_connection, _sink, _toolCalls, messages, _terminals, items),
            new V2.SecondVersion(_connection, _sink, _toolCalls, messages, items, paths, time),
            spec.OffersNewestAcp);
        _updates = new(dialect, _sink, _versions, _settings, messages, items);
        _session = new(dialect, spec, _connection, _sink, _versions, _settings, _updates, time);
        _controls = new(dialect, _connection, _session, _sink, _settings, _approvals);
        _turns = new(dialect, _connection, _versions, _session, _sink, _updates, messages, _watch, time);
        Ended = EndAsync();
    }

    public Task Ended { get; }

    public async Task<AgentStarted> StartAsync(CancellationToken cancellationToken)
    {
        _connection.Start();
        try
        {
            await _session.OpenAsync(_dialect.IsOfferedFiles && _files is not null, _terminals.IsOffered, cancellationToken);
            await _controls.SetModeAsync(_spec.PermissionMode, cancellationToken);
            if (_spec.Model is { Length: > 0 } model && model != _settings.Model)
            {
                await _controls.SetModelAsync(model, cancellationToken);
            }

            return new()
            {
                NativeSessionId = _session.Id,
                Version = _session.Greeting.AgentVersion,
                Model = _settings.Model,
                Mode = _settings.Mode,
                McpLeftOut = _session.McpLeftOut,
            };
        }
        catch (TimeoutException)
        {
            throw new AgentStartException(new()
            {
                Code = "agent_timeout",
                Message = $"{_dialect.Name} did not answer within {AcpSession.AnswerLimit.TotalSeconds:0} seconds.",
                Next = "Start it in a terminal to see what it waits for.",
            });
        }
        catch (RpcException exception)
        {
            throw _session.Refused(exception);
        }
        catch (IOException exception)
        {
            throw new AgentStartException(
                new()
                {
                    Code = "agent_crashed",
                    Message = $"{_dialect.Name} ended before it was ready.",
                    Next = "Read what it wrote last, and start it in a terminal.",
                },
                exception);
        }
    }

    public async Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isInTurn)
            {
                throw new InvalidOperationException("A turn runs already.");
            }

            (_isInTurn, _isInterrupted) = (true, false);
        }

        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        _updates.BeginTurn(prompt.Text);
        var watching = _watch.RunAsync(() => _approvals.IsAsking, turn.Token);
        try
        {
            var result = await _turns.RunAsync(prompt, () => _isInterrupted, cancellationToken);
            if (!_connection.Closed.IsCompleted)
            {
                await _approvals.WithdrawAllAsync(cancellationToken);
            }

            await _toolCalls.EndTurnAsync(result.Outcome == TurnOutcome.Completed, cancellationToken);
            return result with { NativeSessionId = _session.Id };
        }
        finally
        {
            lock (_gate)
            {
                _isInTurn = false;
            }

            await turn.CancelAsync();
            await watching;
        }
    }

    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isInTurn)
            {
                return;
            }

            _isInterrupted = true;
        }

        try
        {
            await _connection.NotifyAsync("session/cancel", _session.Parameters([]), cancellationToken);
            await _approvals.WithdrawAllAsync(cancellationToken);
        }
        catch (RpcClosedException)
        {
            // the turn ends for that
        }
    }

    public Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken) =>
        Task.FromResult(_approvals.Answer(answer));

    public async Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken)
    {
        if (mode is { } wanted)
        {
            await _controls.SetModeAsync(wanted, cancellationToken);
        }

        if (model is { Length: > 0 })
        {
            await _controls.SetModelAsync(model, cancellationToken);
        }
    }

    public Task SetOptionAsync(string id, string value, CancellationToken cancellationToken) =>
        _controls.SetOptionAsync(id, value, cancellationToken);

    public Task<IReadOnlyList<AgentSessionEntry>> ListSessionsAsync(CancellationToken cancellationToken) =>
        _session.ListAsync(cancellationToken);

    public async Task CloseSessionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _session.CloseAsync(ClosePatience, cancellationToken);
        }
        catch (Exception refused) when (refused is RpcException or TimeoutException or IOException)
        {
            // its process ends next, which closes the session too
        }
    }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? JsonElement.Parse("{}");
        switch (request.Method)
        {
            case "session/update" when parameters.Member("update") is { } update:
                if (!_session.IsReplaying || update.Text("sessionUpdate") is "available_commands_update" or "current_mode_update" or "config_option_update" or "usage_update" or "state_update")
                {
                    await _updates.HandleAsync(update, cancellationToken);
                }

                return RpcReply.Empty;
            case "session/request_permission" when request.Id is { } id:
                return RpcReply.FromJson(JsonWriting.Line(
                    await _approvals.AskPermissionAsync(id.ToString(), parameters, cancellationToken)));
            case "elicitation/create" when request.Id is { } id:
                return await _approvals.AskFormAsync(id.ToString(), parameters, cancellationToken) is { } answer
                    ? RpcReply.FromJson(JsonWriting.Line(answer))
                    : RpcReply.Failed(RpcErrorCode.InvalidParams, "Homeport shows forms only.");
            case "fs/read_text_file" or "fs/write_text_file" when !request.IsNotification && _versions.Spoken.HasServices:
                return await AcpFileRequests.AnswerAsync(request.Method, parameters, _files, cancellationToken);
            case var method when AcpTerminals.IsMethod(method) && !request.IsNotification && _versions.Spoken.HasServices:
                return await _terminals.AnswerAsync(method, parameters, cancellationToken);
            case "$/cancel_request":
                await _approvals.WithdrawAsync(parameters.Member("requestId")?.ToString() ?? "", cancellationToken);
                return RpcReply.Empty;
            case "elicitation/complete":
                return RpcReply.Empty;
            default:
                await _sink.RawAsync(request.Method, parameters, cancellationToken);
                return RpcReply.MethodNotFound(request.Method);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closing.IsCancellationRequested)
        {
            await _closing.CancelAsync();
            await _connection.DisposeAsync();
            await Ended;
            await _live.DisposeAsync();
        }
    }

    private async Task EndAsync()
    {
        await _connection.Closed;
        await _terminals.EndAllAsync();
        try
        {
            await _approvals.WithdrawAllAsync(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }
    }
}
