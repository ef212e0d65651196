using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>A conversation by ACP version 1 (agentclientprotocol.com), with one session in it.</summary>
internal sealed class AcpConversation : IAgentConversation, IRpcHandler
{
    private const int ProtocolVersion = 1;
    private const int AuthenticationRequired = -32000;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(30);
    private readonly AcpDialect _dialect;
    private readonly AgentSessionSpec _spec;
    private readonly IAgentFiles? _files;
    private readonly TimeProvider _time;
    private readonly SerialSink _sink;
    private readonly PipeTransport _transport;
    private readonly RpcConnection _connection;
    private readonly AcpToolCalls _toolCalls;
    private readonly AcpSettings _settings;
    private readonly AcpUpdates _updates;
    private readonly AcpApprovals _approvals;
    private readonly QuietWatch _watch;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private string? _sessionId;
    private bool _takesImages;
    private bool _isReplaying;
    private bool _isInTurn;
    private bool _isInterrupted;

    public AcpConversation(
        AcpDialect dialect, AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time)
    {
        (_dialect, _spec, _files, _time) = (dialect, spec, files, time);
        var paths = new WorktreePaths(spec.WorkingDirectory);
        var items = new ItemIds(time);
        _sink = new(sink);
        _toolCalls = new(_sink, paths, items);
        _settings = new(dialect);
        _updates = new(_sink, _toolCalls, _settings, items);
        _approvals = new(_sink, _toolCalls, paths, items);
        _watch = new(dialect.Name, _sink, time);
        _transport = new(pipe, _sink) { OnMessage = _watch.Hear };
        _connection = new(
            _transport, this,
            new() { RequestOrder = RpcRequestOrder.StartInOrder, CancelMethod = null, AnswerMalformed = false, OnMalformed = _transport.Note },
            time);
        Ended = EndAsync();
    }

    public Task Ended { get; }

    public async Task<AgentStarted> StartAsync(CancellationToken cancellationToken)
    {
        _connection.Start();
        try
        {
            var greeting = await _connection.CallAsync(
                "initialize",
                JsonWriting.Element(new JsonObject
                {
                    ["protocolVersion"] = ProtocolVersion,
                    ["clientCapabilities"] = new JsonObject
                    {
                        ["fs"] = new JsonObject { ["readTextFile"] = false, ["writeTextFile"] = false },
                        ["terminal"] = false,
                        ["elicitation"] = new JsonObject { ["form"] = new JsonObject() },
                    },
                    ["clientInfo"] = new JsonObject { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = ClientVersion.Text },
                }),
                HandshakeLimit, cancellationToken);
            if (greeting.Whole("protocolVersion") is { } version && version != ProtocolVersion)
            {
                throw Failed(
                    "agent_unavailable", $"{_dialect.Name} speaks version {version} of the Agent Client Protocol; Homeport speaks version {ProtocolVersion}.",
                    "Install a version of the agent that still speaks version 1.");
            }

            var capabilities = greeting.Member("agentCapabilities");
            _takesImages = capabilities.Member("promptCapabilities") is { } prompts && prompts.Flag("image");
            await OpenSessionAsync(greeting, capabilities, cancellationToken);
            await SetModeAsync(_spec.PermissionMode, cancellationToken);
            if (_spec.Model is { Length: > 0 } model && model != _settings.Model)
            {
                await SetModelAsync(model, cancellationToken);
            }

            return new()
            {
                NativeSessionId = _sessionId,
                Version = greeting.Member("agentInfo").Text("version"),
                Model = _settings.Model,
                Mode = _settings.Mode,
            };
        }
        catch (TimeoutException)
        {
            throw Failed(
                "agent_timeout", $"{_dialect.Name} did not answer within {HandshakeLimit.TotalSeconds:0} seconds.",
                "Start it in a terminal to see what it waits for.");
        }
        catch (RpcException exception)
        {
            throw Refused(exception, greeting: null);
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
        _updates.BeginTurn();
        var watching = _watch.RunAsync(() => _approvals.IsAsking, turn.Token);
        try
        {
            var result = await PromptAsync(prompt, cancellationToken);
            if (!_connection.Closed.IsCompleted)
            {
                await _approvals.WithdrawAllAsync(cancellationToken);
            }

            await _toolCalls.EndTurnAsync(result.Outcome == TurnOutcome.Completed, cancellationToken);
            return result with { NativeSessionId = _sessionId };
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
            await _connection.NotifyAsync("session/cancel", Parameters([]), cancellationToken);
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
            await SetModeAsync(wanted, cancellationToken);
        }

        if (model is { Length: > 0 })
        {
            await SetModelAsync(model, cancellationToken);
        }
    }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? JsonElement.Parse("{}");
        switch (request.Method)
        {
            case "session/update" when parameters.Member("update") is { } update:
                if (!_isReplaying || update.Text("sessionUpdate") is "available_commands_update" or "current_mode_update" or "config_option_update" or "usage_update")
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
            case "fs/read_text_file" or "fs/write_text_file" when !request.IsNotification:
                return await AcpFileRequests.AnswerAsync(request.Method, parameters, _files, cancellationToken);
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
        }
    }

    private async Task EndAsync()
    {
        await _connection.Closed;
        try
        {
            await _approvals.WithdrawAllAsync(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }
    }

    private async Task OpenSessionAsync(JsonElement greeting, JsonElement? capabilities, CancellationToken cancellationToken)
    {
        if (_spec.NativeSessionId is { Length: > 0 } known &&
            await TryResumeAsync(known, greeting, capabilities, cancellationToken))
        {
            return;
        }

        try
        {
            var session = await _connection.CallAsync("session/new", SessionParameters(null), HandshakeLimit, cancellationToken);
            _sessionId = session.Text("sessionId") ?? throw Failed(
                "agent_unavailable", $"{_dialect.Name} opened a session without an id.", "Update the agent.");
            _settings.Read(session);
        }
        catch (RpcException exception)
        {
            throw Refused(exception, greeting);
        }
    }

    private async Task<bool> TryResumeAsync(
        string known, JsonElement greeting, JsonElement? capabilities, CancellationToken cancellationToken)
    {
        var method = capabilities.Member("sessionCapabilities").Member("resume") is not null ? "session/resume"
            : capabilities is { } offered && offered.Flag("loadSession") ? "session/load"
            : null;
        var reason = "it cannot open a session again";
        if (method is not null)
        {
            _isReplaying = true;
            try
            {
                var session = await _connection.CallAsync(method, SessionParameters(known), HandshakeLimit, cancellationToken);
                _sessionId = known;
                _settings.Read(session);
                _updates.SkipHistory();
                return true;
            }
            catch (RpcException exception) when (exception.Code == AuthenticationRequired)
            {
                throw Refused(exception, greeting);
            }
            catch (RpcException exception)
            {
                reason = Words(exception);
            }
            finally
            {
                _isReplaying = false;
            }
        }

        await _sink.NoticeAsync(
            "session_lost", $"{_dialect.Name} does not know its earlier session any more ({reason}); a new one begins.", cancellationToken);
        return false;
    }

    private async Task<TurnResult> PromptAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.CallAsync(
                "session/prompt", Parameters(new() { ["prompt"] = await ContentOfAsync(prompt, cancellationToken) }),
                Timeout.InfiniteTimeSpan, cancellationToken);
            return await JudgeAsync(answer, cancellationToken);
        }
        catch (RpcException) when (_isInterrupted)
        {
            return new() { Outcome = TurnOutcome.Interrupted, Usage = _updates.Usage };
        }
        catch (RpcException exception)
        {
            return FailedTurn(Verdict.Judge(
                _dialect.Name, _dialect.Probe.LoginStep,
                exception.Code is AuthenticationRequired ? 401 : exception.Code is >= 400 and < 600 ? exception.Code : null,
                Words(exception), _time.GetUtcNow()));
        }
        catch (IOException)
        {
            return _isInterrupted ? new() { Outcome = TurnOutcome.Interrupted } : FailedTurn(Verdict.Crashed(_dialect.Name));
        }
    }

    private async Task<TurnResult> JudgeAsync(JsonElement answer, CancellationToken cancellationToken)
    {
        var reason = answer.Text("stopReason") ?? "end_turn";
        var usage = _updates.Finish(answer);
        if (usage.InputTokens + usage.OutputTokens > 0)
        {
            await _sink.PublishAsync(
                EventKinds.Usage, _updates.UsageItem, usage, Protocol.ProtocolJson.Default.TokenUsage, cancellationToken);
        }

        if (_dialect.TellsErrorsAsText && reason == "end_turn" && answer.Member("usage") is null &&
            _updates.LastText.StartsWith("Error: ", StringComparison.Ordinal))
        {
            var words = _updates.LastText["Error: ".Length..];
            return FailedTurn(Verdict.Judge(_dialect.Name, _dialect.Probe.LoginStep, null, words, _time.GetUtcNow()));
        }

        if (reason is "max_tokens" or "max_turn_requests")
        {
            await _sink.NoticeAsync("stopped_early", $"{_dialect.Name} stopped at a limit of its own ({reason}).", cancellationToken);
        }

        return reason == "refusal"
            ? FailedTurn(new(TurnOutcome.Failed, new()
            {
                Code = "agent_refused",
                Message = $"{_dialect.Name} refused to go on with this prompt.",
                Next = "Say it in other words.",
            })) with
            { StopReason = reason }
            : new() { Outcome = reason == "cancelled" ? TurnOutcome.Interrupted : TurnOutcome.Completed, StopReason = reason, Usage = usage };
    }

    private TurnResult FailedTurn(Verdict verdict) => new()
    {
        Outcome = verdict.Outcome,
        Failure = verdict.Failure,
        LimitResetsAt = verdict.ResetsAt,
        Usage = _updates.Usage,
    };

    private async Task<JsonArray> ContentOfAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        var content = new JsonArray { (JsonNode)new JsonObject { ["type"] = "text", ["text"] = prompt.Text } };
        if (prompt.Attachments is { Count: > 0 } && !_takesImages)
        {
            await _sink.NoticeAsync("images_left_out", $"{_dialect.Name} takes no images; it got the text only.", cancellationToken);
            return content;
        }

        foreach (var image in prompt.Attachments ?? [])
        {
            content.Add((JsonNode)new JsonObject { ["type"] = "image", ["mimeType"] = image.MediaType, ["data"] = image.Data });
        }

        return content;
    }

    private async Task SetModeAsync(PermissionMode mode, CancellationToken cancellationToken)
    {
        var calls = _settings.CallsForMode(mode);
        if (calls is null && mode == PermissionMode.Plan)
        {
            await _sink.NoticeAsync(
                "mode_unchanged", $"{_dialect.Name} has no mode in which it only plans; it asks before each change.", cancellationToken);
        }

        // Where the agent has no such mode, we answer in its sense what it asks in its own default mode.
        var isHeld = _settings.Holds(mode);
        foreach (var (method, parameters) in calls ?? _settings.CallsForMode(PermissionMode.Ask) ?? [])
        {
            if (!await TryCallAsync(method, parameters, "mode_unchanged", cancellationToken))
            {
                return;
            }

            if (parameters["modeId"] is { } id)
            {
                _settings.ModeIs(id.GetValue<string>());
            }
        }

        _approvals.AnswersInMode = isHeld ? PermissionMode.Ask : mode;
        await _sink.ConfigAsync(new() { PermissionMode = mode, Mode = _settings.Mode, Model = _settings.Model }, cancellationToken);
    }

    private async Task SetModelAsync(string model, CancellationToken cancellationToken)
    {
        if (_settings.CallForModel(model) is not { } call)
        {
            if (_dialect.ModelOption is null)
            {
                await _sink.NoticeAsync("model_unchanged", $"{_dialect.Name} lets nobody choose its model here.", cancellationToken);
            }
        }
        else if (await TryCallAsync(call.Method, call.Parameters, "model_unchanged", cancellationToken))
        {
            _settings.ModelIs(model);
            await _sink.ConfigAsync(
                new() { PermissionMode = _settings.PermissionMode, Mode = _settings.Mode, Model = model }, cancellationToken);
        }
    }

    private async Task<bool> TryCallAsync(string method, JsonObject parameters, string code, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            _settings.Read(await _connection.CallAsync(method, Parameters(parameters), HandshakeLimit, cancellationToken));
            return true;
        }
        catch (RpcException exception)
        {
            reason = Words(exception);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            reason = "it did not answer";
        }

        await _sink.NoticeAsync(code, $"{_dialect.Name} did not take the change: {reason}.", cancellationToken);
        return false;
    }

    private JsonElement Parameters(JsonObject parameters)
    {
        parameters["sessionId"] = _sessionId;
        return JsonWriting.Element(parameters);
    }

    private JsonElement SessionParameters(string? sessionId)
    {
        var parameters = new JsonObject { ["cwd"] = _spec.WorkingDirectory, ["mcpServers"] = new JsonArray() };
        if (sessionId is not null)
        {
            parameters["sessionId"] = sessionId;
        }

        return JsonWriting.Element(parameters);
    }

    private AgentStartException Refused(RpcException exception, JsonElement? greeting)
    {
        var ways = string.Join(" Or: ", greeting.Items("authMethods").Select(method => method.Text("description")).OfType<string>());
        var loginStep = _dialect.Probe.LoginStep ?? (ways.Length > 0 ? ways : null);
        return new(
            Verdict.Judge(
                _dialect.Name, loginStep, exception.Code == AuthenticationRequired ? 401 : null, Words(exception), _time.GetUtcNow()).Failure,
            exception);
    }

    private static string Words(RpcException exception)
    {
        var details = exception.Error.Data?.Text("details") ?? exception.Error.Data?.Text("message");
        return details is null ? exception.Message : $"{exception.Message}: {details}";
    }

    private static AgentStartException Failed(string code, string message, string next) =>
        new(new() { Code = code, Message = message, Next = next });
}
