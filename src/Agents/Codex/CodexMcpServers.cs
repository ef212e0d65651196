using System.Text.Json.Nodes;

namespace Homeport.Agents.Codex;

/// <summary>
/// Servers of the Model Context Protocol as settings of a thread, each by its own key, so that those of the person's own
/// <c>config.toml</c> stay. They go over standard input: values stand on no command line.
/// </summary>
internal static class CodexMcpServers
{
    public static JsonObject Write(IEnumerable<AgentMcpServer> servers)
    {
        var settings = new JsonObject();
        foreach (var server in servers.Where(IsTaken))
        {
            settings[$"mcp_servers.{server.Name}"] = server.Transport == AgentMcpTransport.Stdio
                ? new JsonObject
                {
                    ["command"] = server.Command,
                    ["args"] = new JsonArray([.. server.Arguments.Select(word => (JsonNode)word)]),
                    ["env"] = Pairs(server.Environment),
                }
                : new JsonObject { ["url"] = server.Url, ["http_headers"] = Pairs(server.Headers) };
        }

        return settings;
    }

    public static IReadOnlyDictionary<string, string> LeftOut(IEnumerable<AgentMcpServer> servers) => servers
        .Where(server => !IsTaken(server)).ToDictionary(server => server.Name, _ => "Codex connects to no MCP servers by sse", StringComparer.Ordinal);

    private static bool IsTaken(AgentMcpServer server) => server.Transport != AgentMcpTransport.Sse;

    private static JsonObject Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
