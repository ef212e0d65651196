using System.Security.Cryptography;
using System.Text;
using Homeport.Host;

namespace Homeport.Cli.Serving;

/// <summary>How the host starts the worker beside it.</summary>
internal static class SidecarLaunch
{
    /// <summary>What differs from one terminal to the next and means nothing to agents.</summary>
    private static readonly string[] Volatile =
        ["_", "SHLVL", "PWD", "OLDPWD", "COLUMNS", "LINES", "WINDOWID", "DISPLAY", "STY", "INVOCATION_ID", "JOURNAL_STREAM"];

    /// <summary>Ours, and yet it decides how agents run.</summary>
    private const string Containers = "HOMEPORT_CONTAINER_";

    /// <summary>Set to 1, ACP agents are offered version 2 of the protocol.</summary>
    public const string NewestAcp = "HOMEPORT_ACP_V2";

    private static readonly string[] VolatilePrefixes = ["TERM", "SSH_", "TMUX", "XDG_SESSION", "VSCODE_", "HOMEPORT_"];

    public static SidecarOptions From(ServeSettings settings, Surroundings surroundings)
    {
        var fingerprint = Fingerprint(settings, surroundings);
        return new SidecarOptions
        {
            Program =
            [
                .. surroundings.Program, WorkerCommand.Name, WorkerCommand.SidecarFlag, "--root", settings.Root,
                .. settings.AllowedFolders.SelectMany(folder => (string[])[WorkerCommand.AllowFlag, folder]),
                WorkerCommand.FingerprintFlag, fingerprint,
            ],
            Environment = surroundings.Environment,
            Fingerprint = fingerprint,
        };
    }

    /// <summary>Changes with the build, the allowed folders and the environment in which agents would run.</summary>
    private static string Fingerprint(ServeSettings settings, Surroundings surroundings)
    {
        var text = new StringBuilder();
        text.AppendJoin('\0', surroundings.Program).Append('\0').Append(typeof(SidecarLaunch).Assembly.ManifestModule.ModuleVersionId)
            .Append('\0').AppendJoin('\0', settings.AllowedFolders);
        foreach (var (name, value) in surroundings.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name == NewestAcp || name.StartsWith(Containers, StringComparison.Ordinal) || (!Volatile.Contains(name) && !VolatilePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
            {
                text.Append('\0').Append(name).Append('=').Append(value);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
