using Homeport.Agents.Acp;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Demo;

/// <summary>The scripted agent in Homeport's own executable (<c>homeport demo-agent</c>), driven like any other by ACP.</summary>
internal sealed class DemoAdapter : IAgentAdapter
{
    private static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Demo,
        Name = "Demo agent",
        Plate = "DE",
        Capabilities = AcpDialect.Common with
        {
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = true,
            Models = false,
            SlashCommands = false,
            Mcp = false,
            Plans = true,
            Usage = true,
            Compact = false,
        },
        Probe = new() { WithoutEvidence = AgentLogin.NotNeeded },
    };

    private readonly AcpAdapter _acp = new(Dialect);

    public string Kind => Dialect.Kind;
    public string Name => Dialect.Name;
    public string Plate => Dialect.Plate;
    public IReadOnlyList<PermissionMode> Modes => _acp.Modes;
    public IReadOnlyList<string> Models => [];
    public AgentCapabilities Capabilities => Dialect.Capabilities;
    public AgentProbe Probe => Dialect.Probe;

    public AgentLaunch CreateLaunch(AgentSessionSpec spec) =>
        new() { Program = spec.ExecutablePath, Arguments = ["demo-agent"] };

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        _acp.Open(spec, pipe, sink, files, time);
}
