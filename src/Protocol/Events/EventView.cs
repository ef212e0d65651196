using System.Text.Json;

namespace Homeport.Protocol.Events;

/// <summary>One entry of the append-only log. The payload's shape follows from the kind.</summary>
public sealed record EventView
{
    /// <summary>Grows by one in each workspace.</summary>
    public required long Sequence { get; init; }

    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? TaskId { get; init; }
    public string? SessionId { get; init; }
    public string? TurnId { get; init; }

    /// <summary>What is upserted: events of one item build on each other.</summary>
    public string? ItemId { get; init; }

    public required JsonElement Payload { get; init; }
}
