using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Agents.Codex;

/// <summary>A conversation with one <c>codex app-server</c>, with one thread in it.</summary>
internal sealed class CodexConversation : IAgentConversation, IRpcHandler
{
    private readonly AgentSessionSpec _spec;
    private readonly TimeProvider _time;
    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly CodexItems _codexItems;
    private readonly CodexApprovals _approvals;
    private readonly CodexRetries _retries;
    private readonly QuietWatch _watch;
    private readonly PipeTransport _transport;
    private readonly RpcConnection _connection;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private CodexTurn? _turn;
    private CodexPolicy _policy;
    private CodexPolicy _toldPolicy;
    private string? _model;
    private string? _toldModel;
    private string? _threadId;
    private string _usageItem;
    private DateTimeOffset? _limitResetsAt;

    public CodexConversation(AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, TimeProvider time)
    {
        (_spec, _time) = (spec, time);
        _policy = _toldPolicy = CodexPolicy.For(spec.PermissionMode);
        _sink = new(sink);
        _items = new(time);
        _codexItems = new(_sink, new(spec.WorkingDirectory), new(time));
        _approvals = new(_sink, _codexItems, _items);
        _retries = new(_sink, _items);
        _watch = new(CodexAdapter.DisplayName, _sink, time);
        _usageItem = _items.Create();
        _transport = new(pipe, _sink) { OnMessage = _watch.Hear };
        _connection = new(
            _transport, this,
            new()
            {
                RequireVersion = false,
                RequestOrder = RpcRequestOrder.StartInOrder,
                CancelMethod = null,
                AnswerMalformed = false,
                OnMalformed = _transport.Note,
            },
            time);
        Ended = EndAsync();
    }

    public Task Ended { get; }

    public async Task<AgentStarted> StartAsync(CancellationToken cancellationToken)
    {
        _connection.Start();
        var started = await new CodexGreeting(_connection, _sink, _spec, _time).GreetAsync(_policy, cancellationToken);
        (_threadId, _model, _toldModel) = (started.NativeSessionId, started.Model, started.Model);
        return started;
    }

    public Task<TurnResult> RunTurnAsync(AgentPrompt prompt, CancellationToken cancellationToken) =>
        RunAsync("turn/start", () => TurnParameters(prompt), cancellationToken);

    public Task<TurnResult> CompactAsync(CancellationToken cancellationToken) =>
        RunAsync("thread/compact/start", () => new JsonObject { ["threadId"] = _threadId }, cancellationToken);

    private async Task<TurnResult> RunAsync(string method, Func<JsonObject> parameters, CancellationToken cancellationToken)
    {
        var turn = new CodexTurn();
        lock (_gate)
        {
            if (_turn is not null)
            {
                throw new InvalidOperationException("A turn runs already.");
            }

            _turn = turn;
        }

        using var watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var watching = _watch.RunAsync(() => _approvals.IsAsking, watched.Token);
        try
        {
            await BeginAsync(turn, method, parameters(), cancellationToken);
            return await turn.Result.WaitAsync(cancellationToken) with { NativeSessionId = _threadId, NativePoint = turn.Id };
        }
        finally
        {
            lock (_gate)
            {
                _turn = null;
            }

            await watched.CancelAsync();
            await watching;
        }
    }

    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        string? id;
        lock (_gate)
        {
            if (_turn is null)
            {
                return;
            }

            _turn.IsInterrupted = true;
            id = _turn.TakeStop();
        }

        if (id is not null)
        {
            await StopAsync(id, cancellationToken);
        }
    }

    public async Task<bool> SteerAsync(AgentPrompt prompt, CancellationToken cancellationToken)
    {
        string? id;
        lock (_gate)
        {
            id = _turn is { IsInterrupted: false } turn ? turn.Id : null;
        }

        if (id is null)
        {
            return false;
        }

        try
        {
            await _connection.CallAsync(
                "turn/steer",
                JsonWriting.Element(new JsonObject { ["threadId"] = _threadId, ["expectedTurnId"] = id, ["input"] = InputOf(prompt) }),
                CodexGreeting.AnswerLimit, cancellationToken);
            return true;
        }
        catch (Exception refused) when (refused is RpcException or IOException)
        {
            return false; // the turn was over already, or is one that takes nothing
        }
    }

    public async Task<bool> AnswerAsync(AgentAnswer answer, CancellationToken cancellationToken)
    {
        // The reason goes first: behind the no, the turn may be over before it is heard.
        var saying = CodexApprovals.ReasonOf(answer) is { } reason && _approvals.IsOpen(answer.ApprovalId)
            ? new CodexReasons(_connection, _sink).SayAsync(_threadId, TurnId, reason, cancellationToken)
            : Task.CompletedTask;
        var isAnswered = _approvals.Answer(answer);
        await saying;
        return isAnswered;
    }

    /// <summary>Codex takes both with the next turn.</summary>
    public async Task ConfigureAsync(PermissionMode? mode, string? model, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _policy = mode is { } wanted ? CodexPolicy.For(wanted) : _policy;
            _model = model is { Length: > 0 } ? model : _model;
        }

        await _sink.ConfigAsync(new() { PermissionMode = mode, Mode = _policy.Name, Model = _model }, cancellationToken);
    }

    public async ValueTask<RpcReply> HandleAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.ReadParams() ?? JsonElement.Parse("{}");
        if (request.Id is not { } id)
        {
            await HandleNotificationAsync(request.Method, parameters, cancellationToken);
            return RpcReply.Empty;
        }

        switch (request.Method)
        {
            case "item/commandExecution/requestApproval":
                return Reply(await _approvals.AskCommandAsync(id.ToString(), parameters, cancellationToken));
            case "item/fileChange/requestApproval":
                return Reply(await _approvals.AskFileChangeAsync(id.ToString(), parameters, cancellationToken));
            case "item/tool/requestUserInput":
                return Reply(await _approvals.AskQuestionsAsync(id.ToString(), parameters, cancellationToken));
            case "mcpServer/elicitation/request" when CodexMcpApproval.Is(parameters):
                return Reply(await _approvals.AskToolAsync(id.ToString(), parameters, cancellationToken));
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
            await _codexItems.EndTurnAsync(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }

        lock (_gate)
        {
            _turn?.End(Crashed(_turn));
        }
    }

    private async Task BeginAsync(CodexTurn turn, string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.CallAsync(method, JsonWriting.Element(parameters), Timeout.InfiniteTimeSpan, cancellationToken);
            string? stop;
            lock (_gate)
            {
                turn.Id ??= answer.Member("turn").Text("id");
                stop = turn.TakeStop();
            }

            if (stop is { } id)
            {
                await StopAsync(id, cancellationToken);
            }
        }
        catch (RpcException exception)
        {
            var verdict = Verdict.Judge(CodexAdapter.DisplayName, CodexAdapter.LogInStep, null, exception.Message, _time.GetUtcNow());
            turn.End(new() { Outcome = verdict.Outcome, Failure = verdict.Failure, LimitResetsAt = verdict.ResetsAt });
        }
        catch (IOException)
        {
            turn.End(Crashed(turn));
        }
    }

    private JsonObject TurnParameters(AgentPrompt prompt)
    {
        var parameters = new JsonObject { ["threadId"] = _threadId, ["input"] = InputOf(prompt) };
        lock (_gate)
        {
            if (_policy != _toldPolicy)
            {
                _policy.AddToTurn(parameters);
                _toldPolicy = _policy;
            }

            if (_model != _toldModel)
            {
                parameters["model"] = _toldModel = _model;
            }
        }

        return parameters;
    }

    private string? TurnId
    {
        get
        {
            lock (_gate)
            {
                return _turn?.Id;
            }
        }
    }

    private static JsonArray InputOf(AgentPrompt prompt)
    {
        var input = new JsonArray { (JsonNode)new JsonObject { ["type"] = "text", ["text"] = prompt.Text } };
        foreach (var image in prompt.Attachments ?? [])
        {
            input.Add((JsonNode)new JsonObject { ["type"] = "image", ["url"] = $"data:{image.MediaType};base64,{image.Data}" });
        }

        return input;
    }

    private async Task StopAsync(string turnId, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.CallAsync(
                "turn/interrupt", JsonWriting.Element(new JsonObject { ["threadId"] = _threadId, ["turnId"] = turnId }), CodexGreeting.AnswerLimit, cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or IOException or TimeoutException)
        {
            // the turn is over already, or the worker ends the process next
        }
    }

    private async ValueTask HandleNotificationAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "item/started" when parameters.Member("item") is { } item:
                await _codexItems.StartAsync(item, cancellationToken);
                break;
            case "item/completed" when parameters.Member("item") is { } item:
                await _codexItems.CompleteAsync(item, cancellationToken);
                break;
            case "item/agentMessage/delta" or "item/plan/delta":
                await _codexItems.AddTextAsync(EventKinds.AgentMessage, parameters, cancellationToken);
                break;
            case "item/reasoning/summaryTextDelta":
                await _codexItems.AddTextAsync(EventKinds.AgentThought, parameters, cancellationToken);
                break;
            case "item/reasoning/summaryPartAdded":
                await _codexItems.BreakThoughtAsync(parameters, cancellationToken);
                break;
            case "turn/plan/updated":
                await _codexItems.PublishPlanAsync(parameters, cancellationToken);
                break;
            case "turn/started":
                lock (_gate)
                {
                    _turn?.Id ??= parameters.Member("turn").Text("id");
                }

                break;
            case "turn/completed" when parameters.Member("turn") is { } turn:
                await EndTurnAsync(turn, cancellationToken);
                break;
            case "thread/tokenUsage/updated" when parameters.Member("tokenUsage") is { } usage:
                await ReportUsageAsync(parameters.Text("turnId"), usage, cancellationToken);
                break;
            case "account/rateLimits/updated":
                ReadLimits(parameters.Member("rateLimits"));
                break;
            case "serverRequest/resolved":
                await _approvals.WithdrawAsync(parameters.Member("requestId")?.ToString() ?? "", cancellationToken);
                break;
            case "error" when parameters.Flag("willRetry"):
                await _retries.TellAsync(parameters.Member("error"), cancellationToken);
                break;
            case "warning" or "guardianWarning" or "configWarning":
                await _sink.NoticeAsync("agent_warning", parameters.Text("message") ?? parameters.Text("summary") ?? "Codex warns.", cancellationToken);
                break;
            case "error" or "deprecationNotice" or "turn/diff/updated" or "item/reasoning/textDelta" or "model/verification"
                or "item/commandExecution/outputDelta" or "item/fileChange/outputDelta" or "item/fileChange/patchUpdated"
                or "item/commandExecution/terminalInteraction" or "item/mcpToolCall/progress":
                break; // the item's or the turn's end has it whole
            default:
                if (!IsHousekeeping(method))
                {
                    await _sink.RawAsync(method, parameters, cancellationToken);
                }

                break;
        }
    }

    /// <summary>What Codex tells about itself and other clients, and nobody here needs.</summary>
    private static bool IsHousekeeping(string method) =>
        method.Split('/', 2)[0] is "thread" or "remoteControl" or "account" or "skills" or "app" or "mcpServer" or "hook" or "project" or "fs";

    private async ValueTask EndTurnAsync(JsonElement told, CancellationToken cancellationToken)
    {
        CodexTurn? turn;
        lock (_gate)
        {
            turn = _turn is { } running && (running.Id is null || running.Id == told.Text("id")) ? running : null;
        }

        await _approvals.WithdrawAllAsync(cancellationToken);
        await _codexItems.EndTurnAsync(cancellationToken);
        _usageItem = _items.Create();
        turn?.End(CodexTurn.Judge(told, _limitResetsAt, _time.GetUtcNow()));
    }

    private async ValueTask ReportUsageAsync(string? turnId, JsonElement usage, CancellationToken cancellationToken)
    {
        TokenUsage? sum;
        lock (_gate)
        {
            // A thread that is opened again tells the figures of its last turn first.
            sum = _turn is { } turn && turn.Id == turnId ? turn.AddUsage(usage) : null;
        }

        if (sum is not null)
        {
            await _sink.PublishAsync(EventKinds.Usage, _usageItem, sum, ProtocolJson.Default.TokenUsage, cancellationToken);
        }
    }

    private void ReadLimits(JsonElement? limits)
    {
        foreach (var window in new[] { limits.Member("primary"), limits.Member("secondary") })
        {
            if (window.Real("usedPercent") >= 100)
            {
                _limitResetsAt = LimitReset.FromUnix(window.Whole("resetsAt")) ?? _limitResetsAt;
            }
        }
    }

    private TurnResult Crashed(CodexTurn turn) => turn.IsInterrupted
        ? new() { Outcome = TurnOutcome.Interrupted, NativeSessionId = _threadId }
        : new() { Outcome = TurnOutcome.Failed, Failure = Verdict.Crashed(CodexAdapter.DisplayName).Failure, NativeSessionId = _threadId };

    private static RpcReply Reply(JsonObject result) => RpcReply.FromJson(JsonWriting.Line(result));
}
