using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Amp;

/// <summary>
/// Amp by <c>amp --execute --stream-json</c>, one process for each turn, as its manual describes it. Nobody is asked in that
/// mode: what Amp's own permission rules do not allow is refused, unless everything is allowed. It works only with an account,
/// so its messages are the published ones.
/// </summary>
internal sealed class AmpAdapter : IAgentAdapter
{
    public const string DisplayName = "Amp";
    public const string LogInStep = "Run `amp login`, or set AMP_API_KEY.";

    public string Kind => AgentKinds.Amp;
    public string Name => DisplayName;
    public string Plate => "AM";
    public IReadOnlyList<PermissionMode> Modes { get; } = [PermissionMode.AcceptEdits, PermissionMode.Bypass];

    /// <summary>Amp has modes in place of models.</summary>
    public IReadOnlyList<string> Models { get; } = ["smart", "rush", "deep"];

    public AgentCapabilities Capabilities { get; } = new()
    {
        Approvals = false,
        Steer = false,
        Rewind = false,
        Fork = false,
        Resume = true,
        Images = false,
        EmbeddedContext = false,
        Modes = true,
        Models = true,
        SlashCommands = false,
        Mcp = false,
        Plans = true,
        Usage = true,
        Compact = false,
    };

    public AgentProbe Probe { get; } = new()
    {
        Executables = ["amp"],
        InstallStep = "npm install -g @sourcegraph/amp",
        LoginEnvironment = ["AMP_API_KEY"],
        LoginFiles = [new(".local/share/amp", "secrets.json")],
        LoginCommand = "amp login",
        LoginStep = LogInStep,
    };

    public AgentLaunch CreateLaunch(AgentSessionSpec spec)
    {
        List<string> arguments = spec.NativeSessionId is { Length: > 0 } thread ? ["threads", "continue", thread] : [];
        arguments.AddRange(["--execute", "--stream-json", "--stream-json-input"]);
        if (spec.PermissionMode == PermissionMode.Bypass)
        {
            arguments.Add("--dangerously-allow-all");
        }

        if (spec.Model is { Length: > 0 } mode)
        {
            arguments.Add($"--mode={mode}");
        }

        return new()
        {
            Program = spec.ExecutablePath ?? "amp",
            Arguments = arguments,
            InheritedEnvironment = ["AMP_*", .. KnownEnvironment.Network],
        };
    }

    public IAgentConversation Open(
        AgentSessionSpec spec, IAgentPipe pipe, IAgentSink sink, IAgentFiles? files, TimeProvider time) =>
        new AmpConversation(spec, pipe, sink, time);
}
