using System.Text.Json.Nodes;

namespace Homeport.Agents.Acp;

/// <summary>The servers of the Model Context Protocol as <c>session/new</c> names them.</summary>
internal static class AcpMcpServers
{
    public static JsonArray Write(IEnumerable<AgentMcpServer> servers) => new([.. servers.Select(server => (JsonNode)Write(server))]);

    private static JsonObject Write(AgentMcpServer server) => server.Transport switch
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

    private static JsonObject Remote(AgentMcpServer server, string type) => new()
    {
        ["type"] = type,
        ["name"] = server.Name,
        ["url"] = server.Url ?? "",
        ["headers"] = Pairs(server.Headers),
    };

    private static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new([.. pairs.Select(pair => (JsonNode)new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]);
}
