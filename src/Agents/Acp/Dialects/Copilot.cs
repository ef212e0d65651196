using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>GitHub Copilot CLI 1.0.102. Modes are URLs; it tells failed requests as text.</summary>
internal static class Copilot
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Copilot,
        Name = "GitHub Copilot",
        Plate = "CP",
        Arguments = ["--acp", "--no-auto-update"],
        ModelOption = "--model",
        InheritedEnvironment = ["COPILOT_*", "GH_TOKEN", "GITHUB_TOKEN", "GH_HOST", .. KnownEnvironment.Network],
        Capabilities = AcpDialect.Common with
        {
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = true,
            Models = true,
            SlashCommands = true,
            Mcp = true, // by HTTP; it turns servers away that are programs
            Usage = true,
            Compact = false,
        },
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
        TakesMcpPrograms = false,
        Probe = new()
        {
            Executables = ["copilot"],
            InstallStep = "npm install -g @github/copilot",
            LoginEnvironment = ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "COPILOT_PROVIDER_API_KEY", "COPILOT_PROVIDER_BASE_URL"],
            LoginCommand = "copilot login",
            LoginStep = "Run `copilot login`, or set GH_TOKEN.",
        },
    };
}
