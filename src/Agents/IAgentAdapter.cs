using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents;

/// <summary>
/// One kind of agent: how it is found, started and spoken to. An adapter starts no process and touches no file or
/// network; the worker does that with what the adapter says. One folder per agent.
/// </summary>
public interface IAgentAdapter
{
    /// <summary>The word in a task's <c>agentType</c>, such as <c>claude_code</c>.</summary>
    string Kind { get; }

    /// <summary>What people call it, such as <c>Claude Code</c>.</summary>
    string Name { get; }

    /// <summary>Two letters for its plate.</summary>
    string Plate { get; }

    /// <summary>The modes that it can hold.</summary>
    IReadOnlyList<PermissionMode> Modes { get; }

    /// <summary>Models to offer; others are passed on as they are.</summary>
    IReadOnlyList<string> Models { get; }

    AgentProbe Probe { get; }

    /// <summary>What can be done with the newest version that we know.</summary>
    AgentCapabilities Capabilities { get; }

    /// <summary>The command line of a session.</summary>
    AgentLaunch CreateLaunch(AgentSessionSpec spec);

    /// <summary>
    /// Speaks over the standard streams of a process that was started with <see cref="CreateLaunch"/>.
    /// Without <paramref name="files"/>, an agent that wants its client to read or write a file is refused.
    /// </summary>
    IAgentConversation Open(AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time);

    /// <summary>The same, for an agent that also has its client run programs; without <paramref name="terminals"/> it is not offered.</summary>
    IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, IAgentTerminals? terminals, TimeProvider time) =>
        Open(spec, pipe, sink, files, time);
}
