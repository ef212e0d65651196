namespace Homeport.Protocol.Usage;

/// <summary>The prices by which costs are estimated that no agent tells.</summary>
public sealed record ListPricesResponse
{
    /// <summary>A person's own prices, from <c>prices.json</c> in the data folder, stand before ours.</summary>
    public required IReadOnlyList<ModelPrice> Items { get; init; }

    /// <summary>The day on which ours were the list prices, <c>yyyy-mm-dd</c>.</summary>
    public required string PricesOf { get; init; }
}

/// <summary>US dollars for a million tokens.</summary>
public sealed record ModelPrice
{
    /// <summary>The model's name without its provider, its date and <c>-latest</c> or <c>-preview</c>.</summary>
    public required string Model { get; init; }

    public required double Input { get; init; }
    public required double Output { get; init; }

    /// <summary>As input when left out.</summary>
    public double? CacheRead { get; init; }

    /// <summary>As input when left out.</summary>
    public double? CacheWrite { get; init; }

    /// <summary>Set by the person of this installation.</summary>
    public bool? Own { get; init; }
}
