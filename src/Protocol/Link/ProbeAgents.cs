namespace Homeport.Protocol.Link;

/// <summary>The host wants to know which agents are on the worker's machine.</summary>
public sealed record ProbeAgentsRequest
{
    /// <summary>Ask each program anew, also where its answer is known.</summary>
    public bool Fresh { get; init; }
}
