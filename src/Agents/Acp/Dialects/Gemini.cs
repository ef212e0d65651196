using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>Gemini CLI 0.61. Without NO_RELAUNCH it starts a child of its own and passes no signal on to it.</summary>
internal static class Gemini
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Gemini,
        Name = "Gemini CLI",
        Plate = "GE",
        Arguments = ["--acp"],
        Quirks = [new(VersionRange.Before("0.33"), newest => newest with { Arguments = ["--experimental-acp"] })],
        ModelOption = "--model",
        Models = ["auto", "gemini-3.1-pro-preview", "gemini-3.8-flash", "gemini-2.5-pro"],
        Environment = new Dictionary<string, string> { ["GEMINI_CLI_NO_RELAUNCH"] = "true" },
        NoiseBeginning = "[MODE_UPDATE]",
        IsOfferedFiles = false,
        InheritedEnvironment = ["GEMINI_*", "GOOGLE_*", .. KnownEnvironment.Network],
        Capabilities = AcpDialect.Common with
        {
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = true,
            Models = true,
            SlashCommands = true,
            Mcp = true,
            Plans = false,
            Usage = true,
            Compact = false,
        },
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
            OldestVersion = "0.1.13",
            InstallStep = "npm install -g @google/gemini-cli",
            LoginEnvironment = ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS"],
            LoginFiles = [new(".gemini", "oauth_creds.json")],
            WithoutEvidence = AgentLogin.LoggedOut,
            LoginCommand = "gemini",
            LoginStep = "Run `gemini` once and log in, or set GEMINI_API_KEY.",
        },
    };
}
