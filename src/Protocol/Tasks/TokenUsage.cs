namespace Homeport.Protocol.Tasks;

/// <summary>Tokens and money of a turn, a session or a task. Cost is in US dollars, as the agent itself told it or else estimated.</summary>
public sealed record TokenUsage
{
    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }
    public long CacheReadTokens { get; init; }
    public long CacheWriteTokens { get; init; }
    public double? CostUsd { get; init; }

    /// <summary>True: at least a part of the cost is estimated by the price table, because the agent did not tell it.</summary>
    public bool? CostEstimated { get; init; }

    /// <summary>Tokens in the agent's context now, where it says so.</summary>
    public long? ContextUsed { get; init; }

    /// <summary>Size of the agent's context window, where it says so.</summary>
    public long? ContextSize { get; init; }
}
