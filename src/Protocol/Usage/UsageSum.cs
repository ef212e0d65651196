namespace Homeport.Protocol.Usage;

/// <summary>What turns used together.</summary>
public sealed record UsageSum
{
    public required int Turns { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }
    public required long CacheReadTokens { get; init; }
    public required long CacheWriteTokens { get; init; }

    /// <summary>US dollars: what the agents told, and estimates by the price table for those that tell nothing.</summary>
    public required double CostUsd { get; init; }

    /// <summary>The part of the cost that is an estimate.</summary>
    public required double EstimatedUsd { get; init; }

    /// <summary>Turns that used tokens of a model without a price; their cost is missing here.</summary>
    public required int UnpricedTurns { get; init; }
}
