using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// goose, by its documentation and by what its greeting offers. By itself it asks for nothing; it is told to ask for
/// everything, and the client answers in the sense of the mode. It has no mode that plans.
/// </summary>
internal static class Goose
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Goose,
        Name = "goose",
        Plate = "GO",
        Arguments = ["acp"],
        Environment = new Dictionary<string, string> { ["GOOSE_MODE"] = "approve" },
        InheritedEnvironment = ["GOOSE_*", "DATABRICKS_*", "XDG_*", .. KnownEnvironment.Providers],
        Capabilities = AcpDialect.Common with { Fork = false, Resume = true, Mcp = true },
        Modes = [PermissionMode.Ask, PermissionMode.AcceptEdits, PermissionMode.Bypass],
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = [],
            [PermissionMode.Ask] = ["approve"],
            [PermissionMode.AcceptEdits] = [],
            [PermissionMode.Bypass] = [],
        },
        Probe = new()
        {
            Executables = ["goose"],
            OldestVersion = "1.8",
            InstallStep = "curl -fsSL https://github.com/block/goose/releases/download/stable/download_cli.sh | bash",
            LoginFiles = [new(".config/goose", "config.yaml")],
            LoginEnvironment = ["GOOSE_PROVIDER"],
            LoginCommand = "goose configure",
            LoginStep = "Run `goose configure`, or set GOOSE_PROVIDER, GOOSE_MODEL and the provider's API key.",
        },
    };
}
