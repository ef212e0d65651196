namespace Homeport.Agents;

/// <summary>An agent whose program works in a terminal instead of speaking to us over its standard streams.</summary>
public interface ITerminalAdapter : IAgentAdapter
{
    /// <summary>Follows a program that was started with <see cref="IAgentAdapter.CreateLaunch"/> on a terminal.</summary>
    IAgentConversation Follow(AgentSessionSpec spec, IAgentConsole console, IAgentSink sink, TimeProvider time);
}
