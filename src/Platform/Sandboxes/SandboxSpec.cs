namespace Homeport.Platform.Sandboxes;

/// <summary>What a confined program sees of the machine. What is not listed is not there.</summary>
public sealed record SandboxSpec
{
    public required IReadOnlyList<SandboxMount> Mounts { get; init; }

    /// <summary>
    /// The host's network, its loopback among it. Without it there is a loopback of its own and nothing else.
    /// </summary>
    public required bool HasNetwork { get; init; }
}
