using System.Globalization;
using Homeport.Host.Tasks;
using Homeport.Protocol.Usage;
using Homeport.Storage;

namespace Homeport.Host.Usage;

/// <summary>What may be spent, as rows, and what is left of it.</summary>
internal static class BudgetStore
{
    public const string OfTask = "task";
    public const string OfEachTask = "each_task";
    public const string OfMonth = "month";

    public static double? Find(ReadScope scope, string kind, string ownerId) => scope.QuerySingle(
        "SELECT limit_usd FROM budgets WHERE kind = @kind AND owner_id = @owner", row => new Limit(row.Double(0)), ("kind", kind), ("owner", ownerId))?.Usd;

    /// <summary>Null lifts it.</summary>
    public static void Set(WriteScope scope, string kind, string ownerId, double? limitUsd)
    {
        scope.Execute("DELETE FROM budgets WHERE kind = @kind AND owner_id = @owner", ("kind", kind), ("owner", ownerId));
        if (limitUsd is { } limit)
        {
            scope.Execute(
                "INSERT INTO budgets (kind, owner_id, limit_usd) VALUES (@kind, @owner, @limit)", ("kind", kind), ("owner", ownerId), ("limit", limit));
        }
    }

    public static BudgetView Of(ReadScope scope, UnitTask task, DateTimeOffset now)
    {
        var budget = new BudgetView
        {
            TaskUsd = Find(scope, OfTask, task.Id),
            EachTaskUsd = Find(scope, OfEachTask, task.ProjectId),
            MonthUsd = Find(scope, OfMonth, task.ProjectId),
            SpentUsd = TurnUsageStore.OfTask(scope, task.Id).CostUsd,
            SpentInMonthUsd = TurnUsageStore.SpentByProject(scope, task.ProjectId, FirstOfMonth(now)),
        };
        return budget with { UsedUp = Judge(budget) };
    }

    /// <summary>Why nothing more may be spent on the task; null while there is money left.</summary>
    public static string? UsedUp(ReadScope scope, UnitTask task, DateTimeOffset now) => HasAny(scope, task) ? Of(scope, task, now).UsedUp : null;

    public static string FirstOfMonth(DateTimeOffset now) => TurnUsageStore.DayOf(now)[..8] + "01";

    private static bool HasAny(ReadScope scope, UnitTask task) => scope.QueryScalarOrNull(
        "SELECT 1 FROM budgets WHERE (kind = 'task' AND owner_id = @task) OR (kind <> 'task' AND owner_id = @project) LIMIT 1",
        ("task", task.Id), ("project", task.ProjectId)) is not null;

    private static string? Judge(BudgetView budget)
    {
        if (budget.TaskUsd is { } own && budget.SpentUsd >= own)
        {
            return $"The budget of this task, {Money(own)}, is used up: it cost {Money(budget.SpentUsd)}. Raise it, then resume the task.";
        }

        if (budget is { TaskUsd: null, EachTaskUsd: { } each } && budget.SpentUsd >= each)
        {
            return $"The project lets a task cost {Money(each)}, and this one cost {Money(budget.SpentUsd)}. Give it a budget of its own, then resume it.";
        }

        return budget.MonthUsd is { } month && budget.SpentInMonthUsd >= month
            ? $"The project's budget for this month, {Money(month)}, is used up: its tasks cost {Money(budget.SpentInMonthUsd)}. Raise it in the project's settings, then resume the task."
            : null;
    }

    private static string Money(double usd) => usd.ToString(usd < 1 ? "$0.00#" : "$0.00", CultureInfo.InvariantCulture);

    private sealed record Limit(double Usd);
}
