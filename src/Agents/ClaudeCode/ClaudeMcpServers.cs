using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Mcp;

namespace Homeport.Agents.ClaudeCode;

/// <summary>
/// Servers of the Model Context Protocol, given by <c>mcp_set_servers</c> beside those that Claude Code has of its own. It goes
/// over standard input: values stand on no command line, in no file and in no variable of the agent.
/// </summary>
internal sealed class ClaudeMcpServers(ClaudeControl control, SerialSink sink, AgentSessionSpec spec, TimeProvider time)
{
    /// <summary>Claude Code answers when it has tried to connect to all of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string _told = "";

    /// <summary>Hands them over. A version that does not know them, or a server that does not answer, leaves it out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GiveAsync(CancellationToken cancellationToken)
    {
        if (spec.McpServers.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await control.RequestAsync(
                new() { ["subtype"] = "mcp_set_servers", ["servers"] = new JsonObject(spec.McpServers.Select(server => KeyValuePair.Create(server.Name, (JsonNode?)Write(server)))) },
                either.Token);
            return response.Text("subtype") == "error"
                ? spec.McpServers.ToDictionary(server => server.Name, _ => "this version of Claude Code takes no MCP servers for a session; update it with `claude update`", StringComparer.Ordinal)
                : Errors(response.Member("response").Member("errors"));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Dictionary<string, string>(); // it still tries; the beginning of a turn tells what became of it
        }
    }

    /// <summary>The beginning of a turn says how each stands.</summary>
    public async ValueTask HandleInitAsync(JsonElement init, CancellationToken cancellationToken)
    {
        var servers = init.Items("mcp_servers").Select(Read).OfType<SessionMcpServer>().ToArray();
        var payload = JsonSerializer.Serialize(new McpServersPayload { Servers = servers }, ProtocolJson.Default.McpServersPayload);
        if (servers.Length > 0 && payload != _told)
        {
            _told = payload;
            await sink.PublishAsync(
                EventKinds.McpServers, null, new McpServersPayload { Servers = servers }, ProtocolJson.Default.McpServersPayload, cancellationToken);
        }
    }

    private SessionMcpServer? Read(JsonElement entry)
    {
        if (entry.Text("name") is not { } name || spec.McpServers.FirstOrDefault(server => server.Name == name) is not { } server)
        {
            return null; // one of its own
        }

        return entry.Text("status") switch
        {
            "connected" => Told(SessionMcpState.Connected, null),
            "failed" => Told(SessionMcpState.Failed, "Claude Code could not connect to it"),
            "needs-auth" => Told(SessionMcpState.Failed, "it wants a login; Homeport logs in for nobody"),
            _ => null,
        };

        SessionMcpServer Told(SessionMcpState state, string? reason) => new()
        {
            Name = name,
            Transport = server.Transport switch
            {
                AgentMcpTransport.Stdio => McpTransport.Stdio,
                AgentMcpTransport.Http => McpTransport.Http,
                AgentMcpTransport.Sse => McpTransport.Sse,
            },
            State = state,
            Reason = reason,
        };
    }

    private static Dictionary<string, string> Errors(JsonElement? errors) => errors is { ValueKind: JsonValueKind.Object } named
        ? named.EnumerateObject().ToDictionary(error => error.Name, error => $"it could not be connected: {Titles.FirstLine(error.Value.ToString())}", StringComparer.Ordinal)
        : [];

    private static JsonObject Write(AgentMcpServer server) => server.Transport == AgentMcpTransport.Stdio
        ? new JsonObject
        {
            ["type"] = "stdio",
            ["command"] = server.Command,
            ["args"] = new JsonArray([.. server.Arguments.Select(word => (JsonNode)word)]),
            ["env"] = Pairs(server.Environment),
        }
        : new JsonObject
        {
            ["type"] = server.Transport == AgentMcpTransport.Http ? "http" : "sse",
            ["url"] = server.Url,
            ["headers"] = Pairs(server.Headers),
        };

    private static JsonObject Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
