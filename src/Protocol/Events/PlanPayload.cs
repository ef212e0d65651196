using System.Text.Json.Serialization;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>plan</c>: the agent's to-do list, whole each time.</summary>
public sealed record PlanPayload
{
    public required IReadOnlyList<PlanEntry> Entries { get; init; }
}

/// <summary>One entry of a to-do list.</summary>
public sealed record PlanEntry
{
    public required string Content { get; init; }
    public required PlanEntryStatus Status { get; init; }
}

/// <summary>How an entry stands.</summary>
[JsonConverter(typeof(SnakeCase<PlanEntryStatus>))]
public enum PlanEntryStatus
{
    Pending,
    InProgress,
    Completed,
}
