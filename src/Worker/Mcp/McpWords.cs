using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Mcp;

namespace Homeport.Worker.Mcp;

/// <summary>The servers of a session as the task shows them.</summary>
internal static class McpWords
{
    /// <param name="given">What the agent was to get.</param>
    /// <param name="leftOut">What it was not even to get.</param>
    /// <param name="byAgent">What it could not take, and why.</param>
    /// <returns>Null where nobody wanted any.</returns>
    public static JsonElement? Of(
        IReadOnlyList<AgentMcpServer> given, IReadOnlyList<SessionMcpServer> leftOut, IReadOnlyDictionary<string, string> byAgent) =>
        given.Count + leftOut.Count == 0
            ? null
            : JsonSerializer.SerializeToElement(
                new McpServersPayload
                {
                    Servers = [.. given.Select(server => Of(server, byAgent.GetValueOrDefault(server.Name))).Concat(leftOut)],
                },
                ProtocolJson.Default.McpServersPayload);

    private static SessionMcpServer Of(AgentMcpServer server, string? leftOut) => new()
    {
        Name = server.Name,
        Transport = server.Transport switch
        {
            AgentMcpTransport.Stdio => McpTransport.Stdio,
            AgentMcpTransport.Http => McpTransport.Http,
            AgentMcpTransport.Sse => McpTransport.Sse,
        },
        State = leftOut is null ? SessionMcpState.Given : SessionMcpState.LeftOut,
        Reason = leftOut,
    };
}
