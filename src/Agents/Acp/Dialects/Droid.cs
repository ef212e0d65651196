using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// Factory's Droid, by its documentation and by what its greeting offers; nobody can run it without an account. Where its
/// sessions offer none of these modes, the client answers in their sense.
/// </summary>
internal static class Droid
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Droid,
        Name = "Droid",
        Plate = "DR",
        Arguments = ["exec", "--output-format", "acp"],
        Environment = new Dictionary<string, string>
        {
            ["DROID_DISABLE_AUTO_UPDATE"] = "true",
            ["FACTORY_DROID_AUTO_UPDATE_ENABLED"] = "false",
        },
        InheritedEnvironment = ["FACTORY_*", "DROID_*", .. KnownEnvironment.Network],
        Capabilities = AcpDialect.Common with { Fork = false, Resume = true },
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["spec"],
            [PermissionMode.Ask] = ["normal", "off"],
            [PermissionMode.AcceptEdits] = [],
            [PermissionMode.Bypass] = [],
        },
        Probe = new()
        {
            Executables = ["droid"],
            InstallStep = "npm install -g droid",
            LoginEnvironment = ["FACTORY_API_KEY"],
            LoginCommand = "droid",
            LoginStep = "Run `droid` once and log in, or set FACTORY_API_KEY.",
        },
    };
}
