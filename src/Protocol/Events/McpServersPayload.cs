using System.Text.Json.Serialization;
using Homeport.Protocol.Mcp;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>mcp_servers</c>: the servers that a session's agent was given, and those that it was not. A server that is told again is now as it is told last.</summary>
public sealed record McpServersPayload
{
    public required IReadOnlyList<SessionMcpServer> Servers { get; init; }
}

/// <summary>One server of a session.</summary>
public sealed record SessionMcpServer
{
    public required string Name { get; init; }

    /// <summary>Null for one that the agent has of its own.</summary>
    public McpTransport? Transport { get; init; }

    public required SessionMcpState State { get; init; }

    /// <summary>Why it was left out, or what went wrong.</summary>
    public string? Reason { get; init; }
}

/// <summary>What became of a server.</summary>
[JsonConverter(typeof(SnakeCase<SessionMcpState>))]
public enum SessionMcpState
{
    /// <summary>The agent has it; whether it connects, this agent does not tell.</summary>
    Given,

    /// <summary>The agent says that it is connected.</summary>
    Connected,

    /// <summary>The agent says that it could not connect.</summary>
    Failed,

    /// <summary>The agent was not given it.</summary>
    LeftOut,
}
