using System.Text.Json.Nodes;

namespace Homeport.Agents.Acp.V1;

/// <summary>The servers of the Model Context Protocol as <c>session/new</c> names them.</summary>
internal static class McpServers
{
    public static JsonObject Write(AgentMcpServer server) => server.Transport switch
    {
        AgentMcpTransport.Stdio => new()
        {
            ["name"] = server.Name,
            ["command"] = server.Command ?? "",
            ["args"] = new JsonArray([.. server.Arguments.Select(word => (JsonNode)word)]),
            ["env"] = Pairs(server.Environment),
        },
        AgentMcpTransport.Http => Remote(server, "http"),
        AgentMcpTransport.Sse => Remote(server, "sse"),
    };

    /// <summary>Variables or headers.</summary>
    public static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new([.. pairs.Select(pair => (JsonNode)new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]);

    private static JsonObject Remote(AgentMcpServer server, string type) => new()
    {
        ["type"] = type,
        ["name"] = server.Name,
        ["url"] = server.Url ?? "",
        ["headers"] = Pairs(server.Headers),
    };
}
