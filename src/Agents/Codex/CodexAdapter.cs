using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Codex;

/// <summary>
/// Codex by <c>codex app-server</c>: JSON-RPC without its version member, one object per line. Taken from 0.169.0 and from
/// the schema that <c>codex app-server generate-json-schema</c> prints.
/// </summary>
internal sealed class CodexAdapter : IAgentAdapter
{
    public const string DisplayName = "Codex";
    public const string LogInStep = "Run `codex login`, or set OPENAI_API_KEY.";

    public string Kind => AgentKinds.Codex;
    public string Name => DisplayName;
    public string Plate => "CX";

    public IReadOnlyList<PermissionMode> Modes { get; } =
        [PermissionMode.Plan, PermissionMode.Ask, PermissionMode.AcceptEdits, PermissionMode.Bypass];

    public IReadOnlyList<string> Models { get; } = ["gpt-5.5", "gpt-5.5-codex"];

    public AgentCapabilities Capabilities { get; } = new()
    {
        Approvals = true,
        Steer = true,
        Rewind = true,
        Fork = true,
        Resume = true,
        Images = true,
        EmbeddedContext = false,
        Modes = true,
        Models = true,
        SlashCommands = false,
        Mcp = true,
        Plans = true,
        Usage = true,
        Compact = true,
    };

    public AgentProbe Probe { get; } = new()
    {
        Executables = ["codex"],
        InstallStep = "npm install -g @openai/codex",
        LoginEnvironment = ["OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_ACCESS_TOKEN"],
        LoginFiles = [new(".codex", "auth.json", "CODEX_HOME")],
        LoginCommand = "codex login",
        LoginCheck = ["login", "status"],
        LoginStep = LogInStep,
    };

    public AgentLaunch CreateLaunch(AgentSessionSpec spec) => new()
    {
        Program = spec.ExecutablePath ?? "codex",
        Arguments = ["app-server"],
        InheritedEnvironment =
        [
            // A provider in config.toml names the variable of its key itself; these are the usual ones.
            "CODEX_*", "OPENAI_*", "AZURE_OPENAI_*", "OPENROUTER_API_KEY", "MISTRAL_API_KEY", "GROQ_API_KEY", "DEEPSEEK_API_KEY",
            .. KnownEnvironment.Network,
        ],
    };

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        new CodexConversation(spec, pipe, sink, time);
}
