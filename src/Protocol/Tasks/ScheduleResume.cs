namespace Homeport.Protocol.Tasks;

/// <summary>Says when a task that waits for the end of a limit, or for an overloaded provider, goes on by itself.</summary>
public sealed record ScheduleResumeRequest
{
    public required string TaskId { get; init; }

    /// <summary>Not by itself when left out; a provider that was overloaded is then not tried again.</summary>
    public DateTimeOffset? At { get; init; }
}
