using System.Text.Json.Nodes;

namespace Homeport.Agents.Acp.V2;

/// <summary>The servers of the Model Context Protocol: each has a type, and a program its full path.</summary>
internal static class McpServers
{
    /// <summary>Finds a program by its name.</summary>
    private const string Finder = "/usr/bin/env";

    public static JsonObject Write(AgentMcpServer server)
    {
        var written = V1.McpServers.Write(server);
        if (server.Transport == AgentMcpTransport.Stdio)
        {
            written["type"] = "stdio";
            if (server.Command is { Length: > 0 } command && !Path.IsPathRooted(command))
            {
                written["command"] = Finder;
                written["args"] = new JsonArray([command, .. server.Arguments.Select(word => (JsonNode)word)]);
            }
        }

        return written;
    }
}
