using Homeport.Protocol.Agents;

namespace Homeport.Host.Agents;

/// <summary>The agents that the worker found when it last looked.</summary>
internal sealed class AgentRegistry
{
    private volatile IReadOnlyList<AgentView> _agents = [];

    public IReadOnlyList<AgentView> All => _agents;

    public AgentView? Find(string kind) => _agents.FirstOrDefault(agent => agent.Kind == kind);

    public void Remember(IReadOnlyList<AgentView> agents) => _agents = agents;
}
