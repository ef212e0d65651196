namespace Homeport.Protocol.Tasks;

/// <summary>Tokens and money of a turn, a session or a task. Cost is what the agent itself reported, in US dollars.</summary>
public sealed record TokenUsage
{
    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }
    public long CacheReadTokens { get; init; }
    public long CacheWriteTokens { get; init; }
    public double? CostUsd { get; init; }

    /// <summary>Tokens in the agent's context now, where it says so.</summary>
    public long? ContextUsed { get; init; }

    /// <summary>Size of the agent's context window, where it says so.</summary>
    public long? ContextSize { get; init; }
}
