namespace Homeport.Protocol.Commands;

/// <summary>Asks for lines that a startup command of a task wrote.</summary>
public sealed record ReadCommandLogRequest
{
    public required string TaskId { get; init; }
    public required string CommandId { get; init; }

    /// <summary>The number of the first line wanted; the last lines when left out.</summary>
    public long? From { get; init; }

    /// <summary>1 to 2,000.</summary>
    public int? Limit { get; init; }

    /// <summary>When there is nothing new: how long to wait for it, at most 25.</summary>
    public double? WaitSeconds { get; init; }
}
