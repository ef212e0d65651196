using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.ClaudeCode;

/// <summary>
/// Claude Code by its stream-json protocol both ways, as its own SDK uses it. Option names and messages were taken from
/// version 2.1.328; <c>--permission-prompt-tool stdio</c> is not in its help.
/// </summary>
internal sealed class ClaudeCodeAdapter : IAgentAdapter
{
    public const string LogInStep = "Run `claude` once and log in with /login, or set ANTHROPIC_API_KEY.";

    public string Kind => AgentKinds.ClaudeCode;
    public string Name => "Claude Code";
    public string Plate => "CC";

    public IReadOnlyList<PermissionMode> Modes { get; } =
        [PermissionMode.Plan, PermissionMode.Ask, PermissionMode.AcceptEdits, PermissionMode.Bypass];

    public IReadOnlyList<string> Models { get; } = ["opus", "sonnet", "haiku"];

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
        SlashCommands = true,
        Mcp = true,
        Plans = true,
        Usage = true,
        Compact = true,
    };

    public AgentProbe Probe { get; } = new()
    {
        Executables = ["claude"],
        InstallStep = "npm install -g @anthropic-ai/claude-code",
        LoginEnvironment =
        [
            "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN",
            "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY",
        ],
        LoginFiles = [new(".claude", ".credentials.json", "CLAUDE_CONFIG_DIR")],

        // On macOS the login lies in the keychain, where nobody looks without asking.
        WithoutEvidence = OperatingSystem.IsLinux() ? AgentLogin.LoggedOut : AgentLogin.Unknown,
        LoginCommand = "claude auth login",
        LoginCheck = ["auth", "status"],
        LoginStep = LogInStep,
    };

    public AgentLaunch CreateLaunch(AgentSessionSpec spec)
    {
        List<string> arguments =
        [
            "--print", "--output-format", "stream-json", "--input-format", "stream-json", "--verbose",
            "--permission-prompt-tool", "stdio", "--include-partial-messages",
            $"--permission-mode={ClaudeModes.Name(spec.PermissionMode)}",
        ];
        if (spec.PermissionMode == PermissionMode.Bypass)
        {
            arguments.Add("--allow-dangerously-skip-permissions");
        }

        if (spec.Model is { Length: > 0 } model)
        {
            arguments.Add($"--model={model}");
        }

        if (spec.NativeSessionId is { Length: > 0 } session)
        {
            arguments.Add($"--resume={session}");
            if (spec.NativePoint is { Length: > 0 } point)
            {
                arguments.AddRange([$"--resume-session-at={point}", "--fork-session"]);
            }
        }

        return new()
        {
            Program = spec.ExecutablePath ?? "claude",
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["DISABLE_AUTOUPDATER"] = "1" },
            InheritedEnvironment =
            [
                "ANTHROPIC_*", "CLAUDE_*", "DISABLE_*", "ENABLE_TOOL_SEARCH", "MAX_THINKING_TOKENS", "MAX_MCP_OUTPUT_TOKENS",
                "MCP_TIMEOUT", "MCP_TOOL_TIMEOUT", "BASH_DEFAULT_TIMEOUT_MS", "BASH_MAX_TIMEOUT_MS", "IS_SANDBOX",
                "AWS_*", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "CLOUD_ML_REGION", "VERTEX_REGION_*",
                .. KnownEnvironment.Network,
            ],
        };
    }

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        new ClaudeConversation(spec, pipe, sink, files, time);
}
