namespace Homeport.Storage.Events;

/// <summary>Which events of a workspace are wanted; what is null is not asked.</summary>
public sealed record EventFilter
{
    public static readonly EventFilter All = new();

    public string? TaskId { get; init; }
    public string? SessionId { get; init; }
    public IReadOnlyList<string>? Kinds { get; init; }

    internal bool IsAll => TaskId is null && SessionId is null && Kinds is null;

    internal bool Matches(StoredEvent stored) => Matches(stored.TaskId, stored.SessionId, stored.Kind);

    internal bool Matches(TransientEvent transient) => Matches(transient.TaskId, transient.SessionId, transient.Kind);

    private bool Matches(string? taskId, string? sessionId, string kind) =>
        (TaskId is null || TaskId == taskId) &&
        (SessionId is null || SessionId == sessionId) &&
        (Kinds is null || Kinds.Contains(kind));
}
