using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>The agents that we know to speak ACP, as of the versions in their comments.</summary>
internal static class AcpDialects
{
    /// <summary>Gemini CLI 0.61. Without NO_RELAUNCH it starts a child of its own and passes no signal on to it.</summary>
    public static readonly AcpDialect Gemini = new()
    {
        Kind = AgentKinds.Gemini,
        Name = "Gemini CLI",
        Plate = "GE",
        Arguments = ["--acp"],
        ModelOption = "--model",
        Models = ["auto", "gemini-3.1-pro-preview", "gemini-3.8-flash", "gemini-2.5-pro"],
        Environment = new Dictionary<string, string> { ["GEMINI_CLI_NO_RELAUNCH"] = "true" },
        NoiseBeginning = "[MODE_UPDATE]",
        InheritedEnvironment = ["GEMINI_*", "GOOGLE_*", .. KnownEnvironment.Network],
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["plan"],
            [PermissionMode.Ask] = ["default"],
            [PermissionMode.AcceptEdits] = ["autoEdit"],
            [PermissionMode.Bypass] = ["yolo"],
        },
        Probe = new()
        {
            Executables = ["gemini"],
            InstallStep = "npm install -g @google/gemini-cli",
            LoginEnvironment = ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS"],
            LoginFiles = [new(".gemini", "oauth_creds.json")],
            WithoutEvidence = AgentLogin.LoggedOut,
            LoginStep = "Run `gemini` once and log in, or set GEMINI_API_KEY.",
        },
    };

    /// <summary>GitHub Copilot CLI 1.0.102. Modes are URLs; it tells failed requests as text.</summary>
    public static readonly AcpDialect Copilot = new()
    {
        Kind = AgentKinds.Copilot,
        Name = "GitHub Copilot",
        Plate = "CP",
        Arguments = ["--acp", "--no-auto-update"],
        ModelOption = "--model",
        InheritedEnvironment = ["COPILOT_*", "GH_TOKEN", "GITHUB_TOKEN", "GH_HOST", .. KnownEnvironment.Network],
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["plan"],
            [PermissionMode.Ask] = ["agent"],
            [PermissionMode.AcceptEdits] = [],
            [PermissionMode.Bypass] = ["agent"],
        },
        ModeOptions = new Dictionary<PermissionMode, (string, string)>
        {
            [PermissionMode.Plan] = ("allow_all", "off"),
            [PermissionMode.Ask] = ("allow_all", "off"),
            [PermissionMode.AcceptEdits] = ("allow_all", "off"),
            [PermissionMode.Bypass] = ("allow_all", "on"),
        },
        TellsErrorsAsText = true,
        Probe = new()
        {
            Executables = ["copilot"],
            InstallStep = "npm install -g @github/copilot",
            LoginEnvironment = ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "COPILOT_PROVIDER_API_KEY", "COPILOT_PROVIDER_BASE_URL"],
            LoginStep = "Run `copilot login`, or set GH_TOKEN.",
        },
    };

    /// <summary>
    /// opencode 1.18.33. It has a plan mode and a build mode, and by itself asks for nothing: it is told to ask, and the client
    /// answers in the sense of the mode.
    /// </summary>
    public static readonly AcpDialect Opencode = new()
    {
        Kind = AgentKinds.Opencode,
        Name = "opencode",
        Plate = "OC",
        Arguments = ["acp"],
        Environment = new Dictionary<string, string>
        {
            ["OPENCODE_PERMISSION"] = """{"edit":"ask","bash":"ask","webfetch":"ask"}""",
        },
        InheritedEnvironment =
        [
            "OPENCODE_*", "ANTHROPIC_*", "OPENAI_*", "GEMINI_*", "GOOGLE_*", "OPENROUTER_API_KEY", "GROQ_API_KEY", "XDG_*",
            .. KnownEnvironment.Network,
        ],
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["plan"],
            [PermissionMode.Ask] = ["build"],
            [PermissionMode.AcceptEdits] = [],
            [PermissionMode.Bypass] = [],
        },
        Probe = new()
        {
            Executables = ["opencode"],
            InstallStep = "npm install -g opencode-ai",
            LoginEnvironment = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY", "OPENCODE_CONFIG_CONTENT"],
            LoginFiles = [new(".local/share/opencode", "auth.json"), new(".config/opencode", "opencode.json")],
            LoginStep = "Run `opencode auth login`, or set the provider's API key.",
        },
    };

    /// <summary>Any program; the session brings its command.</summary>
    public static readonly AcpDialect Generic = new()
    {
        Kind = AgentKinds.Acp,
        Name = "ACP agent",
        Plate = "AC",
        InheritedEnvironment =
        [
            "ANTHROPIC_*", "CLAUDE_*", "OPENAI_*", "CODEX_*", "GEMINI_*", "GOOGLE_*", "OPENROUTER_API_KEY", "QWEN_*", "CLINE_*",
            "INITIAL_AGENT_MODE", .. KnownEnvironment.Network,
        ],
        Probe = new() { WithoutEvidence = AgentLogin.Unknown, LoginStep = "Log in with the agent's own command." },
    };
}
