using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// pi 0.73 by way of pi-acp 0.0.24, which starts <c>pi --mode rpc</c> and speaks ACP in its place. pi asks for nothing: it has
/// no permissions at all, so it works only in the mode that says so. The two
/// must fit: pi-acp 0.0.34 asks pi 0.73 something to which it never answers.
/// </summary>
internal static class Pi
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Pi,
        Name = "pi",
        Plate = "PI",
        InheritedEnvironment = ["PI_*", .. KnownEnvironment.Providers],
        Capabilities = AcpDialect.Common with
        {
            Approvals = false,
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = false,
            Modes = false,
            Models = true,
            SlashCommands = true,
            Mcp = false,
            Usage = false,
            Compact = true,
        },
        Modes = [PermissionMode.Bypass],
        ModeNames = new Dictionary<PermissionMode, string[]>(), // its modes are how long it thinks
        Probe = new()
        {
            Executables = ["pi-acp"],
            Requires = ["pi"],
            VersionOf = "pi",
            InstallStep = "npm install -g @mariozechner/pi-coding-agent@0.73.1 pi-acp@0.0.24",
            LoginEnvironment = KnownEnvironment.ProviderKeys,
            LoginFiles = [new(".pi/agent", "auth.json", "PI_CODING_AGENT_DIR"), new(".pi/agent", "models.json", "PI_CODING_AGENT_DIR")],
            LoginCommand = "pi",
            LoginStep = "Run `pi` once and log in with /login, or set the provider's API key.",
        },
    };
}
