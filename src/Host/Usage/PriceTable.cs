using System.Text.Json;
using System.Text.RegularExpressions;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;
using Homeport.Protocol.Usage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Usage;

/// <summary>
/// What models cost by list, for agents that do not tell it. The table is data with its date; a person's own prices stand before
/// it. A model that is not in it has no price: a guess would be taken for a fact.
/// </summary>
internal sealed partial class PriceTable
{
    /// <summary>A person's own prices, in the data folder: the same shape.</summary>
    public const string OwnFile = "prices.json";

    private const double Million = 1_000_000;

    private readonly Lazy<ListPricesResponse> _ours = new(ReadOurs); // a start of the host does not wait for it
    private readonly Lazy<Dictionary<string, ModelPrice>> _prices;

    public PriceTable(HostOptions options, ILogger<PriceTable> logger) => _prices = new(() => Merge(Path.Combine(options.Root, OwnFile), logger));

    /// <summary>The day on which ours were the list prices.</summary>
    public string PricesOf => _ours.Value.PricesOf;

    /// <summary>By name.</summary>
    public IReadOnlyList<ModelPrice> All => [.. _prices.Value.Values.OrderBy(price => price.Model, StringComparer.Ordinal)];

    /// <summary>The usage with a cost: the agent's own, else by the table; without one where the model is not in it.</summary>
    public TokenUsage Price(TokenUsage usage, string? model)
    {
        if (usage.CostUsd is not null || model is null || !_prices.Value.TryGetValue(NameOf(model), out var price))
        {
            return usage;
        }

        var cost = (usage.InputTokens * price.Input) + (usage.OutputTokens * price.Output) +
            (usage.CacheReadTokens * (price.CacheRead ?? price.Input)) + (usage.CacheWriteTokens * (price.CacheWrite ?? price.Input));
        return usage with { CostUsd = cost / Million, CostEstimated = true };
    }

    /// <summary><c>anthropic/claude-sonnet-4-5-20250929</c> is <c>claude-sonnet-4-5</c>.</summary>
    private static string NameOf(string model) => Suffix().Replace(model[(model.LastIndexOf('/') + 1)..], "");

    private Dictionary<string, ModelPrice> Merge(string ownFile, ILogger logger)
    {
        var prices = _ours.Value.Items.ToDictionary(price => price.Model, StringComparer.OrdinalIgnoreCase);
        foreach (var price in ReadOwn(ownFile, logger))
        {
            prices[price.Model] = price with { Own = true };
        }

        return prices;
    }

    private static ListPricesResponse ReadOurs()
    {
        using var ours = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(ours, ProtocolJson.Default.ListPricesResponse)!;
    }

    private static IReadOnlyList<ModelPrice> ReadOwn(string file, ILogger logger)
    {
        try
        {
            return File.Exists(file)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(file), ProtocolJson.Default.ListPricesResponse)?.Items ?? []
                : [];
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, file, unreadable.Message);
            return [];
        }
    }

    [GeneratedRegex(@"(-\d{8}|-\d{4}-\d{2}-\d{2}|-latest|-preview)+$")]
    private static partial Regex Suffix();

    [LoggerMessage(LogLevel.Warning, "{File} is not a price table and is left out: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string file, string reason);
}
