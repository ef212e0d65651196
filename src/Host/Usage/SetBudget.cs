using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Usage;
using Homeport.Storage;

namespace Homeport.Host.Usage;

/// <summary>Sets and lifts limits. A task that waits for money does not go on by itself: that is asked for by resuming it.</summary>
internal sealed class SetBudget(Database database, ReadUsage read, TimeProvider time)
{
    private const double Most = 1_000_000;

    public Task<Result<TaskUsageResponse>> OfTaskAsync(SetTaskBudgetRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        Check(request.LimitUsd, "limitUsd", errors);
        return errors.Count > 0
            ? Task.FromResult<Result<TaskUsageResponse>>(Invalid(errors))
            : database.WriteAsync<Result<TaskUsageResponse>>(
                scope =>
                {
                    if (TaskStore.Find(scope, request.TaskId) is not { } task)
                    {
                        return TaskProblems.NotFound(request.TaskId);
                    }

                    BudgetStore.Set(scope, BudgetStore.OfTask, task.Id, request.LimitUsd);
                    return read.OfTask(scope, task);
                },
                cancellationToken);
    }

    public Task<Result<ProjectBudgetResponse>> OfProjectAsync(SetProjectBudgetRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        Check(request.EachTaskUsd, "eachTaskUsd", errors);
        Check(request.MonthUsd, "monthUsd", errors);
        return errors.Count > 0
            ? Task.FromResult<Result<ProjectBudgetResponse>>(Invalid(errors))
            : database.WriteAsync<Result<ProjectBudgetResponse>>(
                scope =>
                {
                    if (ProjectStore.Find(scope, request.ProjectId) is null)
                    {
                        return ProjectChecks.NotFound(request.ProjectId);
                    }

                    BudgetStore.Set(scope, BudgetStore.OfEachTask, request.ProjectId, request.EachTaskUsd);
                    BudgetStore.Set(scope, BudgetStore.OfMonth, request.ProjectId, request.MonthUsd);
                    return View(scope, request.ProjectId);
                },
                cancellationToken);
    }

    public Task<Result<ProjectBudgetResponse>> ReadProjectAsync(GetProjectBudgetRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ProjectBudgetResponse>>(
            scope => ProjectStore.Find(scope, request.ProjectId) is null ? ProjectChecks.NotFound(request.ProjectId) : View(scope, request.ProjectId),
            cancellationToken);

    private ProjectBudgetResponse View(ReadScope scope, string projectId) => new()
    {
        EachTaskUsd = BudgetStore.Find(scope, BudgetStore.OfEachTask, projectId),
        MonthUsd = BudgetStore.Find(scope, BudgetStore.OfMonth, projectId),
        SpentInMonthUsd = TurnUsageStore.SpentByProject(scope, projectId, BudgetStore.FirstOfMonth(time.GetUtcNow())),
    };

    private static void Check(double? limit, string field, List<FieldError> errors)
    {
        if (limit is { } usd && !(usd > 0 && usd <= Most))
        {
            errors.Add(new FieldError(field, "Must be more than 0 and at most a million dollars. Leave it out for no limit."));
        }
    }

    private static Problem Invalid(List<FieldError> errors) =>
        new(ProblemCode.InvalidRequest, "The budget was not stored; errors tells what to change.") { Errors = errors };
}
