using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// opencode 1.18.33. It has a plan mode and a build mode, and by itself asks for nothing: it is told to ask, and the client
/// answers in the sense of the mode.
/// </summary>
internal static class Opencode
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Opencode,
        Name = "opencode",
        Plate = "OC",
        Arguments = ["acp"],
        Environment = new Dictionary<string, string> { ["OPENCODE_PERMISSION"] = Ask },
        InheritedEnvironment = ["OPENCODE_*", "XDG_*", .. KnownEnvironment.Providers],
        Capabilities = AcpDialect.Common with
        {
            Fork = true,
            Resume = true,
            Images = true,
            EmbeddedContext = true,
            Models = true,
            SlashCommands = true,
            Mcp = true,
            Usage = true,
        },
        ModeNames = Modes,
        Probe = new()
        {
            Executables = ["opencode"],
            InstallStep = "npm install -g opencode-ai",
            LoginEnvironment = [.. KnownEnvironment.ProviderKeys, "OPENCODE_CONFIG_CONTENT"],
            LoginFiles = [new(".local/share/opencode", "auth.json"), new(".config/opencode", "opencode.json")],
            LoginCommand = "opencode auth login",
            LoginStep = "Run `opencode auth login`, or set the provider's API key.",
        },
    };

    /// <summary>What it is to ask before.</summary>
    internal const string Ask = """{"edit":"ask","bash":"ask","webfetch":"ask"}""";

    internal static IReadOnlyDictionary<PermissionMode, string[]> Modes => new Dictionary<PermissionMode, string[]>
    {
        [PermissionMode.Plan] = ["plan"],
        [PermissionMode.Ask] = ["build", "code"],
        [PermissionMode.AcceptEdits] = [],
        [PermissionMode.Bypass] = [],
    };
}
