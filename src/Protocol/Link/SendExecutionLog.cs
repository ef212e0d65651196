using System.Text.Json;

namespace Homeport.Protocol.Link;

/// <summary>A batch of a session's journal, in order.</summary>
public sealed record SendExecutionLogRequest
{
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }

    /// <summary>The fencing token of the turn that wrote them.</summary>
    public required long LeaseToken { get; init; }

    /// <summary>Which journal the numbers count in: a session that is opened again begins a new one.</summary>
    public required string JournalId { get; init; }

    /// <summary>
    /// What lies between the last entry that the host has and the first of these is lost: the host goes on from here. Otherwise
    /// it takes no entry whose predecessor it does not have.
    /// </summary>
    public bool StartsAfterGap { get; init; }

    public required IReadOnlyList<JournalEntry> Entries { get; init; }
}

/// <summary>One event as the worker wrote it down.</summary>
public sealed record JournalEntry
{
    /// <summary>Counts from 1 in each journal; one that the host has seen is ignored.</summary>
    public required long Number { get; init; }

    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? TurnId { get; init; }
    public string? ItemId { get; init; }
    public required JsonElement Payload { get; init; }
}

/// <summary>Everything up to this number is stored durably. The worker goes on with the next one, also where it was further already.</summary>
public sealed record SendExecutionLogResponse
{
    public required long Acknowledged { get; init; }
}
