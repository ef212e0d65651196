namespace Homeport.Protocol.Services;

/// <summary>Asks for what a sidecar wrote. To follow it, ask again from <c>next</c> with a time to wait.</summary>
public sealed record ReadSidecarLogRequest
{
    public required string Id { get; init; }

    /// <summary>The number of the first line wanted; the last lines when left out.</summary>
    public long? From { get; init; }

    /// <summary>1 to 2,000; 200 when left out.</summary>
    public int? Limit { get; init; }

    /// <summary>When there is nothing new: how long to wait for it, at most 25.</summary>
    public double? WaitSeconds { get; init; }
}
