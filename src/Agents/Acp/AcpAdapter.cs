using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>An agent that speaks the Agent Client Protocol on its standard streams: version 1, or version 2 where that is offered and taken.</summary>
internal sealed class AcpAdapter(AcpDialect dialect) : IAgentAdapter
{
    public string Kind => dialect.Kind;
    public string Name => dialect.Name;
    public string Plate => dialect.Plate;

    public IReadOnlyList<PermissionMode> Modes => dialect.Modes;
    public IReadOnlyList<string> Models => dialect.Models;
    public AgentProbe Probe => dialect.Probe;
    public AgentCapabilities Capabilities => dialect.Capabilities;

    public AgentLaunch CreateLaunch(AgentSessionSpec spec)
    {
        var spoken = dialect.For(spec.AgentVersion);
        var command = CommandOf(spoken, spec)
            ?? throw new ArgumentException("An ACP agent needs a command: its program and arguments.", nameof(spec));
        List<string> arguments = [.. command.Skip(1)];
        if (spoken.ModelOption is { } option && spec is { Model.Length: > 0, Command: null or { Count: 0 } })
        {
            arguments.Add($"{option}={spec.Model}");
        }

        return new()
        {
            Program = command[0],
            Arguments = arguments,
            Environment = spoken.Environment,
            InheritedEnvironment = spoken.InheritedEnvironment,
        };
    }

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        Open(spec, pipe, sink, files, terminals: null, time);

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, IAgentTerminals? terminals, TimeProvider time) =>
        new AcpConversation(dialect.For(spec.AgentVersion), spec, pipe, sink, files, terminals, time);

    /// <summary>The agent's command line without what belongs to one session; null when nobody named a program.</summary>
    internal static IReadOnlyList<string>? CommandOf(AcpDialect dialect, AgentSessionSpec spec) =>
        spec.Command is { Count: > 0 } given ? given
        : spec.ExecutablePath is { } found ? [found, .. dialect.Arguments]
        : dialect.Probe.Executables is [var name, ..] ? [name, .. dialect.Arguments]
        : null;
}
