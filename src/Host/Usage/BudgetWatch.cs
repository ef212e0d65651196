using Homeport.Host.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Usage;

/// <summary>
/// Ends the turn of a task whose budget is used up, beside the taking in of its log. The report then parks the task. It is told when
/// a task used something, and looks again with the next word of it.
/// </summary>
internal sealed partial class BudgetWatch(Database database, StopTask stop, TimeProvider time, ILogger<BudgetWatch> logger) : PerTaskService(logger)
{
    private readonly ILogger _logger = logger;

    protected override async Task WorkAsync(string taskId, CancellationToken cancellationToken)
    {
        var spent = await database.ReadAsync(
            scope => TaskStore.Find(scope, taskId) is { IsActive: true, IsParked: false } task && BudgetStore.UsedUp(scope, task, time.GetUtcNow()) is not null
                ? task
                : null,
            cancellationToken);
        if (spent is not null)
        {
            LogUsedUp(_logger, taskId);
            await stop.StopSessionAsync(spent);
        }
    }

    [LoggerMessage(LogLevel.Information, "Task {Task}: its budget is used up, so its turn is ended")]
    private static partial void LogUsedUp(ILogger logger, string task);
}
