using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Rpc;

namespace Homeport.Agents.Acp.V2;

/// <summary>
/// Version 2: the answer to a prompt only says that it was taken, and an idle state ends the turn; all is told by ids and can be
/// changed later; the agent runs its programs itself and reads and writes without its client.
/// </summary>
internal sealed class SecondVersion : IAcpVersion
{
    private const int MostPlans = 16;

    private static readonly (string Name, AgentMcpTransport Transport)[] Transports =
        [("stdio", AgentMcpTransport.Stdio), ("http", AgentMcpTransport.Http)];

    private readonly RpcConnection _connection;
    private readonly SerialSink _sink;
    private readonly AcpToolCalls _toolCalls;
    private readonly ItemIds _items;
    private readonly TimeProvider _time;
    private readonly Foreground _foreground = new();
    private readonly ToldPrograms _programs = new();
    private readonly ToldMessages _messages;
    private readonly KnownCalls _known;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PlanEntry[]> _plans = new(StringComparer.Ordinal);

    public SecondVersion(
        RpcConnection connection, SerialSink sink, AcpToolCalls toolCalls, AcpMessages messages, ItemIds items, WorktreePaths paths,
        TimeProvider time)
    {
        (_connection, _sink, _toolCalls, _items, _time) = (connection, sink, toolCalls, items, time);
        _messages = new(sink, messages, new ItemIds(time), _foreground);
        _known = new(_programs, paths);
    }

    public IAcpPrograms Programs => _programs;
    public bool HasServices => false;

    public AcpGreeting Read(JsonElement answer)
    {
        var session = answer.Member("capabilities").Member("session");
        var isOffered = session is { ValueKind: JsonValueKind.Object };
        return new()
        {
            AgentVersion = answer.Member("info").Text("version"),
            HasSessions = isOffered,
            CanResume = isOffered,
            CanList = isOffered,
            CanClose = isOffered,
            TakesImages = Has(session.Member("prompt"), "image"),
            TakesEmbeddedContext = Has(session.Member("prompt"), "embeddedContext"),
            AuthenticationMethods = [.. answer.Items("authMethods")],
            McpTransports = [.. Transports.Where(known => Has(session.Member("mcp"), known.Name)).Select(known => known.Transport)],
        };
    }

    public JsonObject Write(AgentMcpServer server) => McpServers.Write(server);

    public void BeginTurn()
    {
        _messages.BeginTurn();
        lock (_gate)
        {
            _plans.Clear();
        }
    }

    public async Task<JsonElement> PromptAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await SayAsync(parameters, cancellationToken);
        }
        finally
        {
            _known.EndTurn();
        }
    }

    public async ValueTask<bool> HandleAsync(string? kind, JsonElement update, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case "agent_message_chunk":
                await _messages.AddAsync(EventKinds.AgentMessage, update, cancellationToken);
                return true;
            case "agent_thought_chunk":
                await _messages.AddAsync(EventKinds.AgentThought, update, cancellationToken);
                return true;
            case "agent_message":
                await _messages.ReplaceAsync(EventKinds.AgentMessage, update, cancellationToken);
                return true;
            case "agent_thought":
                await _messages.ReplaceAsync(EventKinds.AgentThought, update, cancellationToken);
                return true;
            case "user_message" or "user_message_chunk":
                await _messages.HearPersonAsync(kind, update, cancellationToken);
                return true;
            case "tool_call_update":
                await UpdateCallAsync(update, cancellationToken);
                return true;
            case "tool_call_content_chunk" when update.Text("toolCallId") is { } id && update.Member("content") is { } content:
                if (_known.Add(id, content) is { } parts)
                {
                    await _toolCalls.ShowAsync(id, parts, cancellationToken);
                }

                return true;
            case "plan_update" when update.Member("plan") is { } plan && plan.Text("type") == "items":
                await TellPlanAsync(plan, cancellationToken);
                return true;
            case "terminal_update":
                return _programs.Update(update);
            case "terminal_output_chunk":
                return _programs.Append(update);
            case "state_update" when update.Text("state") is { } state:
                _foreground.Tell(update);
                return state is "running" or "idle" or "requires_action";
            case "current_mode_update": // of version 1
                await _sink.RawAsync(kind, update, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    public async ValueTask<AcpPermission> ReadPermissionAsync(JsonElement request, CancellationToken cancellationToken)
    {
        var (title, reason) = (request.Text("title"), request.Text("description"));
        var subject = request.Member("subject");
        switch (subject.Text("type"))
        {
            case "tool_call" when subject.Member("toolCall") is { } call && call.Text("toolCallId") is { } id:
                var item = await UpdateCallAsync(call, cancellationToken);
                return new(_known.Describe(id), item, title, reason);
            case "command" when subject.Text("command") is { Length: > 0 } command:
                var asked = new JsonObject
                {
                    ["kind"] = "execute",
                    ["title"] = command,
                    ["rawInput"] = new JsonObject { ["command"] = command, ["cwd"] = subject.Text("cwd") },
                    ["toolCallId"] = subject.Text("toolCallId"),
                };
                return new(JsonWriting.Element(asked), _items.Find(subject.Text("toolCallId")), title, reason);
            default:
                // Nothing, or something that is not known: then it is shown as it is.
                var bare = new JsonObject
                {
                    ["title"] = reason ?? title,
                    ["rawInput"] = subject is { } unknown ? JsonNode.Parse(JsonWriting.Writable(unknown).GetRawText()) : null,
                };
                return new(JsonWriting.Element(bare), null, title, reason);
        }
    }

    private async Task<JsonElement> SayAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        var working = _foreground.Begin();
        var inserting = _connection.CallAsync("session/prompt", parameters, Timeout.InfiniteTimeSpan, cancellationToken);
        if (await Task.WhenAny(inserting, working) == inserting)
        {
            _messages.IsInserted((await inserting).Text("messageId"));
        }

        if (await Task.WhenAny(working, _connection.Closed).WaitAsync(cancellationToken) != working)
        {
            throw new IOException("The agent is gone.");
        }

        await LeaveAnswerTimeAsync(inserting, cancellationToken);
        var state = await working;
        return state.Text("stopReason") == "error" ? throw FailureOf(state) : state;
    }

    private async ValueTask<string?> UpdateCallAsync(JsonElement call, CancellationToken cancellationToken)
    {
        var keepsContent = _known.Note(call);
        return await _toolCalls.UpdateAsync(new(call, NullClears: true, KeepsContent: keepsContent), cancellationToken);
    }

    /// <summary>The turn's plans one below the other; each is told whole.</summary>
    private ValueTask TellPlanAsync(JsonElement plan, CancellationToken cancellationToken)
    {
        var id = plan.Text("planId") ?? "";
        PlanEntry[] entries;
        lock (_gate)
        {
            if (_plans.Count < MostPlans || _plans.ContainsKey(id))
            {
                _plans[id] = [.. AcpPlan.EntriesOf(plan)];
            }

            entries = [.. _plans.Values.SelectMany(told => told)];
        }

        return _sink.PublishAsync(EventKinds.Plan, null, new() { Entries = entries }, ProtocolJson.Default.PlanPayload, cancellationToken);
    }

    /// <summary>The state may overtake the answer to the prompt, which tells why the agent did not take it.</summary>
    private async Task LeaveAnswerTimeAsync(Task<JsonElement> inserting, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(inserting, Task.Delay(AcpSession.AnswerLimit, _time, waiting.Token)) == inserting)
        {
            await waiting.CancelAsync();
            await inserting;
        }
    }

    private static RpcException FailureOf(JsonElement state)
    {
        var error = state.Member("error");
        var code = error.Whole("code") is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : RpcErrorCode.InternalError;
        return new(new RpcError(code, error.Text("message") ?? "it did not say why", error.Member("data")));
    }

    private static bool Has(JsonElement? group, string name) => group.Member(name) is { ValueKind: JsonValueKind.Object };
}
