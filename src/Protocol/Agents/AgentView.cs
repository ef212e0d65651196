using System.Text.Json.Serialization;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Agents;

/// <summary>What a probe found out about one agent on the worker's machine.</summary>
public sealed record AgentView
{
    public required string Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>Two letters for its plate.</summary>
    public required string Plate { get; init; }

    public required bool Installed { get; init; }
    public string? Version { get; init; }

    /// <summary>Where it was found.</summary>
    public string? Path { get; init; }

    public required AgentLogin Login { get; init; }

    /// <summary>What to do when it is not ready: the exact command to install it or to log in.</summary>
    public string? NextStep { get; init; }

    public required IReadOnlyList<PermissionMode> Modes { get; init; }

    /// <summary>Models to offer; the agent accepts others too.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    public required DateTimeOffset ProbedAt { get; init; }

    /// <summary>What can be done with it.</summary>
    public AgentCapabilities? Capabilities { get; init; }

    /// <summary>The exact command that installs or updates it.</summary>
    public string? InstallCommand { get; init; }

    /// <summary>The exact command that logs in, for a terminal.</summary>
    public string? LoginCommand { get; init; }

    /// <summary>What to do with that command, or instead of it.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The oldest version that Homeport can speak to, when the installed one is older.</summary>
    public string? NeedsVersion { get; init; }
}

/// <summary>Whether the agent has what it needs to reach its model.</summary>
[JsonConverter(typeof(SnakeCase<AgentLogin>))]
public enum AgentLogin
{
    /// <summary>It needs none.</summary>
    NotNeeded,
    LoggedIn,
    LoggedOut,

    /// <summary>It cannot be told without starting it.</summary>
    Unknown,
}
