using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// Cline's CLI 3.0.65. Without the local backend each run leaves a daemon of 235 MB behind. It asks again also for what was
/// allowed for always.
/// </summary>
internal static class Cline
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Cline,
        Name = "Cline",
        Plate = "CL",
        Arguments = ["--acp", "--auto-approve", "false"],
        Environment = new Dictionary<string, string> { ["CLINE_SESSION_BACKEND_MODE"] = "local", ["CLINE_NO_AUTO_UPDATE"] = "1" },
        InheritedEnvironment = ["CLINE_*", .. KnownEnvironment.Providers],
        Capabilities = AcpDialect.Common with
        {
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = false,
            Models = true,
            SlashCommands = false,
            Mcp = false,
            Usage = false,
        },
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["plan"],
            [PermissionMode.Ask] = ["act"],
            [PermissionMode.AcceptEdits] = [],
            [PermissionMode.Bypass] = [],
        },
        Probe = new()
        {
            Executables = ["cline"],
            OldestVersion = "3.0",
            InstallStep = "npm install -g cline",
            LoginEnvironment = ["CLINE_API_KEY"],
            LoginFiles = [new(".cline/data/settings", "providers.json")],
            LoginCommand = "cline auth",
            LoginStep = "Run `cline auth`, or set CLINE_PROVIDER, CLINE_MODEL and CLINE_API_KEY.",
        },
    };
}
