using Homeport.Protocol.Agents;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>Any program that speaks the protocol; the session brings its command.</summary>
internal static class AnyProgram
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Acp,
        Name = "ACP agent",
        Plate = "AC",
        InheritedEnvironment =
        [
            "CLAUDE_*", "CODEX_*", "OPENROUTER_API_KEY", "QWEN_*", "CLINE_*", "INITIAL_AGENT_MODE", .. KnownEnvironment.Providers,
        ],
        Capabilities = new(), // whatever it is, its sessions tell
        Probe = new() { WithoutEvidence = AgentLogin.Unknown, LoginStep = "Log in with the agent's own command." },
    };
}
