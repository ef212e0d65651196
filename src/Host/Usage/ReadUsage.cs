using System.Globalization;
using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Usage;
using Homeport.Storage;

namespace Homeport.Host.Usage;

/// <summary>Shows what was used.</summary>
internal sealed class ReadUsage(Database database, PriceTable prices, TimeProvider time)
{
    private const int UsualDays = 30;
    private const int MostGroups = 200;
    private const int MostDays = 3_660;

    public async Task<Result<GetUsageResponse>> RunAsync(GetUsageRequest request, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var errors = new List<FieldError>();
        var to = Day(request.To, today, "to", errors);
        var from = Day(request.From, to.AddDays(1 - UsualDays), "from", errors);
        if (errors.Count == 0 && (from > to || to.DayNumber - from.DayNumber > MostDays))
        {
            errors.Add(new FieldError("from", "Must be before the last day, by ten years at most."));
        }

        if (errors.Count > 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "These days cannot be shown; errors tells what to change.") { Errors = errors };
        }

        var by = request.By ?? UsageGrouping.Day;
        var filter = new UsageFilter(Workspace.Personal, Text(from), Text(to), request.ProjectId, request.AgentType);
        return await database.ReadAsync(
            scope => new GetUsageResponse
            {
                Total = TurnUsageStore.Total(scope, filter),
                Items = [.. TurnUsageStore.Groups(scope, filter, by, by == UsageGrouping.Day ? MostDays : MostGroups).Select(group => Named(scope, by, group))],
                PricesOf = prices.PricesOf,
            },
            cancellationToken);
    }

    public Task<Result<TaskUsageResponse>> OfTaskAsync(GetTaskUsageRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<TaskUsageResponse>>(
            scope => TaskStore.Find(scope, request.TaskId) is { } task ? OfTask(scope, task) : TaskProblems.NotFound(request.TaskId),
            cancellationToken);

    public ListPricesResponse Prices() => new() { PricesOf = prices.PricesOf, Items = prices.All };

    internal TaskUsageResponse OfTask(ReadScope scope, UnitTask task) => new()
    {
        Total = TurnUsageStore.OfTask(scope, task.Id),
        Turns = TurnUsageStore.TurnsOfTask(scope, task.Id),
        Budget = BudgetStore.Of(scope, task, time.GetUtcNow()),
        PricesOf = prices.PricesOf,
    };

    private static UsageGroup Named(ReadScope scope, UsageGrouping by, UsageGroup group) => by switch
    {
        UsageGrouping.Project => group with { Name = ProjectStore.FindEvenRemoved(scope, group.Key)?.Name },
        UsageGrouping.Task => group with { Name = TaskStore.Find(scope, group.Key)?.Title },
        _ => group,
    };

    private static DateOnly Day(string? text, DateOnly otherwise, string field, List<FieldError> errors)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        errors.Add(new FieldError(field, "Must be a day such as 2026-11-20."));
        return otherwise;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
