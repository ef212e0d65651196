using System.Text.Json.Serialization;

namespace Homeport.Protocol.Services;

/// <summary>To a worker: lines of a service's output.</summary>
public sealed record ReadServiceLogRequest
{
    public required string ServiceId { get; init; }

    /// <summary>The number of the first line wanted; the last lines when left out.</summary>
    public long? From { get; init; }

    /// <summary>1 to 2,000.</summary>
    public int? Limit { get; init; }

    /// <summary>When there is nothing new: how long to wait for it, at most 25.</summary>
    public double? WaitSeconds { get; init; }
}

/// <summary>Lines in their order.</summary>
public sealed record ServiceLogResponse
{
    public required IReadOnlyList<ServiceLogLine> Lines { get; init; }

    /// <summary>Where to go on reading. It is smaller than what was asked for when the numbers began anew.</summary>
    public required long Next { get; init; }
}

/// <summary>One line that a service wrote, or a piece of a very long one.</summary>
public sealed record ServiceLogLine
{
    /// <summary>Counts from 1 in the life of the worker.</summary>
    public required long Number { get; init; }

    /// <summary>None for lines of an earlier worker, which are read from the file.</summary>
    public DateTimeOffset? At { get; init; }

    public required ServiceLogSource Source { get; init; }

    /// <summary>As it was written, with its control sequences.</summary>
    public required string Text { get; init; }

    /// <summary>The next line of the source goes on with it.</summary>
    public bool Continues { get; init; }
}

/// <summary>Who wrote a line.</summary>
[JsonConverter(typeof(SnakeCase<ServiceLogSource>))]
public enum ServiceLogSource
{
    Output,
    Error,
    Supervisor,

    /// <summary>From the file, which does not tell.</summary>
    File,
}
