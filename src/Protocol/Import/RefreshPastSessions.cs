namespace Homeport.Protocol.Import;

/// <summary>What a look at the agents' stores came to.</summary>
public sealed record RefreshPastSessionsResponse
{
    /// <summary>How many sessions there are now.</summary>
    public required int Sessions { get; init; }

    public required int Added { get; init; }
    public required int Changed { get; init; }
    public required int Removed { get; init; }

    /// <summary>What could not be read, for a person; at most 20 lines.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
