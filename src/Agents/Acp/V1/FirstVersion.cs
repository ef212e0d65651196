using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Rpc;

namespace Homeport.Agents.Acp.V1;

/// <summary>Version 1: the answer to a prompt ends the turn, text comes in chunks, and the agent has its client read, write and run.</summary>
internal sealed class FirstVersion(
    RpcConnection connection, SerialSink sink, AcpToolCalls toolCalls, AcpMessages messages, AcpTerminals terminals, ItemIds items)
    : IAcpVersion
{
    private static readonly (string Name, AgentMcpTransport Transport)[] Remotes =
        [("http", AgentMcpTransport.Http), ("sse", AgentMcpTransport.Sse)];

    private (string Kind, string? MessageId, string Item)? _text;

    public IAcpPrograms Programs => terminals;
    public bool HasServices => true;

    public AcpGreeting Read(JsonElement answer)
    {
        var capabilities = answer.Member("agentCapabilities");
        var session = capabilities.Member("sessionCapabilities");
        var mcp = capabilities.Member("mcpCapabilities");
        return new()
        {
            AgentVersion = answer.Member("agentInfo").Text("version"),
            HasSessions = true,
            CanLoad = Has(capabilities, "loadSession"),
            CanResume = Offers(session, "resume"),
            CanList = Offers(session, "list"),
            CanClose = Offers(session, "close"),
            TakesImages = Has(capabilities.Member("promptCapabilities"), "image"),
            TakesEmbeddedContext = Has(capabilities.Member("promptCapabilities"), "embeddedContext"),
            AuthenticationMethods = [.. answer.Items("authMethods")],
            McpTransports =
            [
                AgentMcpTransport.Stdio, // each agent does that, as the protocol demands
                .. Remotes.Where(remote => Has(mcp, remote.Name)).Select(remote => remote.Transport),
            ],
        };
    }

    public JsonObject Write(AgentMcpServer server) => McpServers.Write(server);

    public void BeginTurn() => _text = null;

    public Task<JsonElement> PromptAsync(JsonElement parameters, CancellationToken cancellationToken) =>
        connection.CallAsync("session/prompt", parameters, Timeout.InfiniteTimeSpan, cancellationToken);

    public async ValueTask<bool> HandleAsync(string? kind, JsonElement update, CancellationToken cancellationToken)
    {
        if (kind is not ("agent_message_chunk" or "agent_thought_chunk" or "usage_update" or "session_info_update"))
        {
            _text = null;
        }

        switch (kind)
        {
            case "agent_message_chunk":
                await AddTextAsync(EventKinds.AgentMessage, update, cancellationToken);
                return true;
            case "agent_thought_chunk":
                await AddTextAsync(EventKinds.AgentThought, update, cancellationToken);
                return true;
            case "user_message_chunk" when update.Member("content").Text("text") is { } said && messages.IsOurs(said):
                return true; // it repeats what we told it
            case "tool_call" or "tool_call_update":
                await toolCalls.UpdateAsync(new(update, IsNew: kind == "tool_call"), cancellationToken);
                return true;
            case "plan":
                await sink.PublishAsync(
                    EventKinds.Plan, null, new() { Entries = [.. AcpPlan.EntriesOf(update)] }, ProtocolJson.Default.PlanPayload, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    public async ValueTask<AcpPermission> ReadPermissionAsync(JsonElement request, CancellationToken cancellationToken)
    {
        var call = request.Member("toolCall") ?? default;
        return new(call, await toolCalls.UpdateAsync(new(call), cancellationToken), call.Text("title"));
    }

    private async ValueTask AddTextAsync(string kind, JsonElement update, CancellationToken cancellationToken)
    {
        if (AcpMessages.TextOf(update.Member("content")) is not { } text)
        {
            await sink.RawAsync(kind, update, cancellationToken);
            return;
        }

        if (messages.IsNoise(text))
        {
            return;
        }

        var messageId = update.Text("messageId");
        if (_text is not { } open || open.Kind != kind || (messageId is not null && open.MessageId != messageId))
        {
            _text = open = (kind, messageId, items.Create());
        }

        await messages.AddAsync(kind, open.Item, text, cancellationToken);
    }

    private static bool Offers(JsonElement? session, string name) => session.Member(name) is { ValueKind: not JsonValueKind.False };

    private static bool Has(JsonElement? group, string name) => group is { } offered && offered.Flag(name);
}
