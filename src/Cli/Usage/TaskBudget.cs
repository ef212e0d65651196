using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Usage;

namespace Homeport.Cli.Usage;

/// <summary><c>homeport usage budget</c>.</summary>
internal sealed class TaskBudget(HostCommand command)
{
    /// <param name="reference">The task.</param>
    /// <param name="limit">Dollars, <c>none</c>, or null to show what is.</param>
    /// <param name="cancellationToken">Ends the wait for the host.</param>
    public async Task<int> RunAsync(string reference, string? limit, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var answer = limit is null
            ? await command.Client.CallAsync(
                "getTaskUsage", JsonSerializer.SerializeToElement(new GetTaskUsageRequest { TaskId = id }, ProtocolJson.Default.GetTaskUsageRequest), cancellationToken)
            : await command.Client.CallAsync(
                "setTaskBudget",
                JsonSerializer.SerializeToElement(new SetTaskBudgetRequest { TaskId = id, LimitUsd = Read(limit) }, ProtocolJson.Default.SetTaskBudgetRequest),
                cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(answer);
            return ExitCodes.Ok;
        }

        var usage = JsonSerializer.Deserialize(answer, ProtocolJson.Default.TaskUsageResponse)!;
        command.Printer.Line($"cost    {ShowUsage.Money(usage.Total)}");
        command.Printer.Line($"budget  {Limit(usage.Budget)}");
        if (usage.Budget.UsedUp is { } usedUp)
        {
            command.Printer.Line(usedUp);
        }

        return ExitCodes.Ok;
    }

    private static string Limit(BudgetView budget) => (budget.TaskUsd ?? budget.EachTaskUsd) is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"${limit:0.00}{(budget.TaskUsd is null ? " (of the project for each task)" : "")}")
        : "none";

    private static double? Read(string limit) => limit == "none"
        ? null
        : double.TryParse(limit.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)
            ? dollars
            : throw new CommandException(ExitCodes.Usage, ErrorCodes.InvalidRequest, $"'{limit}' is no amount. Give dollars such as 2.50, or none.");
}
