using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>What sets one agent apart from another that speaks the same protocol.</summary>
internal sealed record AcpDialect
{
    public required string Kind { get; init; }
    public required string Name { get; init; }
    public required string Plate { get; init; }
    public required AgentProbe Probe { get; init; }

    /// <summary>What can be done with it by what its greeting and its sessions told.</summary>
    public AgentCapabilities Capabilities { get; init; } = Common;

    /// <summary>The modes that it, or we in its place, can hold.</summary>
    public IReadOnlyList<PermissionMode> Modes { get; init; } =
        [PermissionMode.Plan, PermissionMode.Ask, PermissionMode.AcceptEdits, PermissionMode.Bypass];

    /// <summary>What is different in some versions. All that are true of a version are applied, in this order.</summary>
    public IReadOnlyList<AcpQuirk> Quirks { get; init; } = [];

    /// <summary>Arguments behind the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The option that names a model on the command line, such as <c>--model</c>; null when only the protocol can.</summary>
    public string? ModelOption { get; init; }

    public IReadOnlyList<string> Models { get; init; } = [];
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> InheritedEnvironment { get; init; } = [];

    /// <summary>
    /// The agent's names for our modes, the best first; the first that a session offers is taken. Where it offers none, the
    /// client answers in the mode's sense what the agent asks.
    /// </summary>
    public IReadOnlyDictionary<PermissionMode, string[]> ModeNames { get; init; } = CommonModeNames;

    /// <summary>Options of a session to set with a mode, such as <c>allow_all</c> to <c>on</c>.</summary>
    public IReadOnlyDictionary<PermissionMode, (string Option, string Value)> ModeOptions { get; init; } =
        new Dictionary<PermissionMode, (string, string)>();

    /// <summary>It tells a failed request by its last message and ends the turn as if all were well.</summary>
    public bool TellsErrorsAsText { get; init; }

    /// <summary>
    /// Whether it is offered to read and write files through its client. Not to one that takes a missing file for a broken one
    /// and then writes nothing.
    /// </summary>
    public bool IsOfferedFiles { get; init; } = true;

    /// <summary>It starts MCP servers that are programs, as the protocol demands of all.</summary>
    public bool TakesMcpPrograms { get; init; } = true;

    /// <summary>How a message begins that is the agent's own business and not for people.</summary>
    public string? NoiseBeginning { get; init; }

    /// <summary>What the protocol gives to every agent that speaks it. It has no word to steer a turn or to go back in a session.</summary>
    public static readonly AgentCapabilities Common = new() { Approvals = true, Steer = false, Rewind = false, Modes = true };

    /// <summary>How a version is to be spoken to; null for one that nobody knows, which is taken for the newest.</summary>
    public AcpDialect For(string? version) =>
        Quirks.Where(quirk => quirk.Versions.Contains(version)).Aggregate(this, (dialect, quirk) => quirk.Change(dialect));

    /// <summary>Names that agents use; some are the last part of a URL.</summary>
    public static readonly IReadOnlyDictionary<PermissionMode, string[]> CommonModeNames = new Dictionary<PermissionMode, string[]>
    {
        [PermissionMode.Plan] = ["plan", "architect", "read-only"],
        [PermissionMode.Ask] = ["default", "ask", "workspace-write", "build", "agent", "act", "code"],
        [PermissionMode.AcceptEdits] = ["acceptEdits", "autoEdit", "auto-edit", "accept-edits"],
        [PermissionMode.Bypass] = ["bypassPermissions", "yolo", "agent-full-access"],
    };
}
