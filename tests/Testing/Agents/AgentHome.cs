using Homeport.Testing.Files;
using Homeport.Testing.Models;

namespace Homeport.Testing.Agents;

/// <summary>
/// A fresh home folder in which every real agent is set up for one model server, and the environment that goes with it.
/// Fresh, because "always allow" and sessions are kept in the home.
/// </summary>
public sealed class AgentHome
{
    /// <summary>
    /// Lies in <paramref name="folder"/>, which the caller owns. Puts <paramref name="agents"/> first in PATH; null for tests that need the settings only. As <paramref name="codexModel"/>,
    /// <c>gpt-fake</c> gets a shell only and <c>gpt-5.5</c> also apply_patch.
    /// </summary>
    public AgentHome(TempFolder folder, FakeModelServer models, RealAgents? agents, string codexModel = "gpt-fake")
    {
        // Codex refuses to put its helpers below TMPDIR, so that is a folder beside
        Path = folder.Folder("home");
        var codexHome = folder.Folder("home", ".codex");
        File.WriteAllText(System.IO.Path.Combine(codexHome, "config.toml"), AgentSettings.CodexConfiguration(models.Url, codexModel));
        File.WriteAllText(System.IO.Path.Combine(folder.Folder("home", ".gemini"), "settings.json"), AgentSettings.GeminiConfiguration);

        File.WriteAllText(
            System.IO.Path.Combine(folder.Folder("home", ".config", "opencode"), "opencode.json"), AgentSettings.OpencodeConfiguration(models.Url));
        File.WriteAllText(System.IO.Path.Combine(folder.Folder("home", ".qwen"), "settings.json"), AgentSettings.QwenConfiguration(models.Url));
        File.WriteAllText(
            System.IO.Path.Combine(folder.Folder("home", ".cline", "data", "settings"), "providers.json"), AgentSettings.ClineProviders(models.Url));
        File.WriteAllText(
            System.IO.Path.Combine(folder.Folder("home", ".cline", "data", "settings"), "global-settings.json"), AgentSettings.ClineConfiguration);
        var pi = folder.Folder("home", ".pi", "agent");
        File.WriteAllText(System.IO.Path.Combine(pi, "models.json"), AgentSettings.PiModels(models.Url));
        File.WriteAllText(System.IO.Path.Combine(pi, "settings.json"), AgentSettings.PiConfiguration);

        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        var own = new Dictionary<string, string>
        {
            ["HOME"] = Path,
            ["TMPDIR"] = folder.Folder("tmp"),
            ["PATH"] = agents is null ? path : $"{agents.Programs}:{path}",
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["TZ"] = "UTC",
        };
        Variables = own
            .Concat(AgentSettings.ClaudeCode(models.Url))
            .Concat(AgentSettings.Codex(codexHome))
            .Concat(AgentSettings.Gemini(models.Url))
            .Concat(AgentSettings.Copilot(models.Url))
            .Concat(AgentSettings.Opencode)
            .Concat(AgentSettings.Cline)
            .Concat(AgentSettings.Pi)
            .ToDictionary();
    }

    public string Path { get; }

    /// <summary>The whole environment for an agent, or for a Homeport that starts them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>The same for a Claude Code that believes to be signed in to a subscription: only then it reports plan limits.</summary>
    public IReadOnlyDictionary<string, string> SubscriberVariables
    {
        get
        {
            var variables = Variables.ToDictionary();
            variables.Remove("ANTHROPIC_API_KEY");
            variables["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat01-not-a-real-token";
            return variables;
        }
    }
}
