using System.Text.Json.Serialization;

namespace Homeport.Protocol.Events;

/// <summary>What a program in a terminal seems to do. It is guessed from whether it writes, and from nothing else.</summary>
public sealed record ActivityPayload
{
    public required AgentActivity State { get; init; }

    /// <summary>Always true: nothing but its output and its end is known.</summary>
    public required bool Guessed { get; init; }

    /// <summary>Of <c>quiet</c>: when it wrote last.</summary>
    public DateTimeOffset? LastOutputAt { get; init; }
}

/// <summary>What a program in a terminal seems to do.</summary>
[JsonConverter(typeof(SnakeCase<AgentActivity>))]
public enum AgentActivity
{
    /// <summary>It writes.</summary>
    Working,

    /// <summary>It has written nothing for a while: it waits for a person, or it thinks.</summary>
    Quiet,
}
