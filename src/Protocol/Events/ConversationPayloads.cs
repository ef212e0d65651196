using Homeport.Protocol.Conversations;

namespace Homeport.Protocol.Events;

/// <summary>Payload of <c>rewound</c>.</summary>
public sealed record RewoundPayload
{
    public required string RewindId { get; init; }

    /// <summary>The number of the turn whose message was taken back.</summary>
    public required int Turn { get; init; }

    /// <summary>The turns that count no more; empty when only files were put back.</summary>
    public required IReadOnlyList<string> Turns { get; init; }

    /// <summary>The snapshot to which the files were put back.</summary>
    public int? Snapshot { get; init; }

    /// <summary>The snapshot of what stood there before.</summary>
    public int? Before { get; init; }

    public required ConversationMeans Means { get; init; }
}

/// <summary>Payload of <c>rewind_undone</c>.</summary>
public sealed record RewindUndonePayload(string RewindId);

/// <summary>Payload of <c>forked</c>: where this task comes from and what its agent knows.</summary>
public sealed record ForkedPayload
{
    public required TaskOrigin From { get; init; }
    public required ConversationMeans Means { get; init; }
}

/// <summary>Payload of <c>handed_over</c>.</summary>
public sealed record HandedOverPayload
{
    public required string From { get; init; }
    public required string To { get; init; }
    public string? Model { get; init; }
    public required HandOverContext Context { get; init; }

    /// <summary>How many characters of text the new agent got.</summary>
    public required int Characters { get; init; }
}
