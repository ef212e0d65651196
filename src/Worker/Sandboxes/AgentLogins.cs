using Homeport.Agents;
using Homeport.Protocol.Agents;

namespace Homeport.Worker.Sandboxes;

/// <summary>Which files of a person's home an agent needs to be the person's agent: its login and its settings, no history.</summary>
internal static class AgentLogins
{
    private static readonly Dictionary<string, LoginFile[]> Settings = new(StringComparer.Ordinal)
    {
        [AgentKinds.ClaudeCode] = [new(".claude", "settings.json", "CLAUDE_CONFIG_DIR"), new(".claude", "CLAUDE.md", "CLAUDE_CONFIG_DIR")],
        [AgentKinds.Codex] = [new(".codex", "config.toml", "CODEX_HOME"), new(".codex", "AGENTS.md", "CODEX_HOME")],
        [AgentKinds.Gemini] =
            [new(".gemini", "settings.json"), new(".gemini", "google_accounts.json"), new(".gemini", "installation_id"), new(".gemini", "GEMINI.md")],
        [AgentKinds.Copilot] = [new(".copilot", "config.json")],
        [AgentKinds.Opencode] = [new(".config/opencode", "opencode.json"), new(".local/share/opencode", "auth.json")],
    };

    public static IEnumerable<LoginFile> Of(IAgentAdapter agent) => agent.Probe.LoginFiles.Concat(Settings.GetValueOrDefault(agent.Kind) ?? []);

    /// <summary>Variables that name another folder for them; inside they lie in the home.</summary>
    public static IEnumerable<string> Variables(IAgentAdapter agent) => Of(agent).Select(file => file.Variable).OfType<string>();
}
