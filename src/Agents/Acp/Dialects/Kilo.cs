using Homeport.Protocol.Agents;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>Kilo Code's CLI 7.7, which is made from opencode and has its ways.</summary>
internal static class Kilo
{
    public static readonly AcpDialect Dialect = Opencode.Dialect with
    {
        Kind = AgentKinds.Kilo,
        Name = "Kilo Code",
        Plate = "KI",
        Environment = new Dictionary<string, string> { ["KILO_PERMISSION"] = Opencode.Ask },
        InheritedEnvironment = ["KILO_*", "XDG_*", .. KnownEnvironment.Providers],
        Probe = new()
        {
            Executables = ["kilo"],
            OldestVersion = "1.0",
            InstallStep = "npm install -g @kilocode/cli",
            LoginEnvironment = [.. KnownEnvironment.ProviderKeys, "KILO_API_KEY", "KILO_CONFIG_CONTENT"],
            LoginFiles = [new(".local/share/kilo", "auth.json"), new(".config/kilo", "kilo.json"), new(".config/kilo", "kilo.jsonc")],
            LoginCommand = "kilo auth login",
            LoginStep = "Run `kilo auth login`, or set the provider's API key.",
        },
    };
}
