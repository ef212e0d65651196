using System.Globalization;
using Homeport.Protocol;
using Homeport.Protocol.Usage;

namespace Homeport.Cli.Usage;

/// <summary><c>homeport usage</c>: sums in groups.</summary>
internal sealed class ShowUsage(HostCommand command)
{
    public async Task<int> RunAsync(string by, string? from, string? to, CancellationToken cancellationToken)
    {
        var request = new GetUsageRequest { By = Enum.Parse<UsageGrouping>(by, ignoreCase: true), From = from, To = to };
        var answer = await command.Client.CallAsync(
            "getUsage", System.Text.Json.JsonSerializer.SerializeToElement(request, ProtocolJson.Default.GetUsageRequest), cancellationToken);
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(answer);
            return ExitCodes.Ok;
        }

        var total = System.Text.Json.JsonSerializer.Deserialize(answer.GetProperty("total"), ProtocolJson.Default.UsageSum)!;
        var groups = answer.GetProperty("groups").EnumerateArray()
            .Select(group => System.Text.Json.JsonSerializer.Deserialize(group, ProtocolJson.Default.UsageGroup)!).ToArray();
        printer.Table(
            [by.ToUpperInvariant(), "TURNS", "INPUT", "CACHED", "OUTPUT", "COST"],
            groups.Select(group => Row(Output.Terminal.Harmless(group.Name ?? (group.Key.Length > 0 ? group.Key : "unknown")), group.Usage)).Append(Row("all", total)));
        if (printer.IsRich && total.EstimatedUsd > 0)
        {
            printer.Note($"≈: estimated by the list prices of {answer.GetProperty("pricesOf").GetString()}, for agents that do not tell their cost.");
        }

        if (printer.IsRich && total.UnpricedTurns > 0)
        {
            printer.Note($"{total.UnpricedTurns} turns used a model without a known price; their cost is missing.");
        }

        return ExitCodes.Ok;
    }

    public static string Money(UsageSum usage) => string.Create(
        CultureInfo.InvariantCulture, $"{(usage.EstimatedUsd > 0 ? "≈ " : "")}${usage.CostUsd:0.00}");

    private static IReadOnlyList<string> Row(string name, UsageSum usage) =>
        [name, Number(usage.Turns), Number(usage.InputTokens), Number(usage.CacheReadTokens), Number(usage.OutputTokens), Money(usage)];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
