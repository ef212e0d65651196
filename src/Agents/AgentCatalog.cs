using Homeport.Agents.Acp;
using Homeport.Agents.Aider;
using Homeport.Agents.Amp;
using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Codex;
using Homeport.Agents.Demo;
using Homeport.Agents.Terminal;
using Homeport.Protocol.Agents;

namespace Homeport.Agents;

/// <summary>Every agent that this build can run.</summary>
public static class AgentCatalog
{
    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<IAgentAdapter> All { get; } =
    [
        new ClaudeCodeAdapter(),
        new CodexAdapter(),
        .. AcpDialects.Named.Select(dialect => new AcpAdapter(dialect)),
        new AmpAdapter(),
        new AiderAdapter(),
        AiderTerminal.Adapter,
        new AcpAdapter(AcpDialects.Generic),
        new TerminalAdapter(new() { Kind = AgentKinds.Terminal, Name = "Any program", Command = [] }),
        new DemoAdapter(),
    ];

    /// <summary>The adapter of a kind, or null.</summary>
    public static IAgentAdapter? Find(string kind) =>
        All.FirstOrDefault(adapter => string.Equals(adapter.Kind, kind, StringComparison.Ordinal));
}
