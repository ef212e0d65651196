namespace Homeport.Protocol.Tasks;

/// <summary>Continues an interrupted task in the agent's own session.</summary>
public sealed record ResumeTaskRequest
{
    public required string TaskId { get; init; }

    /// <summary>What to tell the agent; a short request to go on when left out.</summary>
    public string? Prompt { get; init; }
}
