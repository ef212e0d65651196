namespace Homeport.Host;

/// <summary>How to start the worker that stands beside the host on this machine.</summary>
public sealed record SidecarOptions
{
    /// <summary>The executable with its arguments.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What of this makes the worker what it is, in one word; a running worker with another one is replaced.</summary>
    public required string Fingerprint { get; init; }
}
