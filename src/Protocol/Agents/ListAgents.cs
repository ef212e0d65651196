namespace Homeport.Protocol.Agents;

/// <summary>The agents as last probed. JSON-RPC calls the list <c>agents</c>.</summary>
public sealed record ListAgentsResponse
{
    public required IReadOnlyList<AgentView> Items { get; init; }
}
