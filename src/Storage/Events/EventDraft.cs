namespace Homeport.Storage.Events;

/// <summary>An event to be appended; the log gives it its sequence.</summary>
/// <param name="WorkspaceId">The sequence belongs to this workspace.</param>
/// <param name="Kind">A snake_case word such as <c>tool_call</c>.</param>
/// <param name="Payload">A JSON object.</param>
public sealed record EventDraft(string WorkspaceId, string Kind, string Payload)
{
    public string? TaskId { get; init; }
    public string? SessionId { get; init; }
    public string? TurnId { get; init; }
    public string? ItemId { get; init; }

    /// <summary>When it happened; the clock of the store if null.</summary>
    public DateTimeOffset? At { get; init; }
}
