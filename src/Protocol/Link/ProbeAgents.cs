using Homeport.Protocol.Agents;

namespace Homeport.Protocol.Link;

/// <summary>The host wants to know which agents are on the worker's machine.</summary>
public sealed record ProbeAgentsRequest
{
    /// <summary>Ask each program anew, also where its answer is known.</summary>
    public bool Fresh { get; init; }

    /// <summary>Programs that a person registered, to be looked for as well. Without the values of their variables.</summary>
    public IReadOnlyList<TerminalProgram> Programs { get; init; } = [];
}
