using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Usage;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Usage;

/// <summary>Tokens, cost and budgets.</summary>
internal sealed class UsageOperations(ReadUsage read, SetBudget set) : IOperationSource
{
    private const string Id = "019a9f3c-0000-7000-8000-000000000001";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<GetUsageRequest, GetUsageResponse>("getUsage", Get("/api/usage"), Permission.Read, read.RunAsync)
            .Describe("Sums up what turns used and cost, by day, agent, model, project or task. Days are those of UTC.")
            .Example("""{"by": "agent", "from": "2026-11-01"}""").AsList("groups");
        operations.Add<GetTaskUsageRequest, TaskUsageResponse>("getTaskUsage", Get("/api/tasks/{taskId}/usage"), Permission.Read, read.OfTaskAsync)
            .Describe("Shows what a task used turn by turn, and its budget.").Example($$"""{"taskId": "{{Id}}"}""");
        operations.Add<SetTaskBudgetRequest, TaskUsageResponse>("setTaskBudget", Put("/api/tasks/{taskId}/budget"), Permission.TaskWrite, set.OfTaskAsync)
            .Describe("Sets what a task may cost; without limitUsd its own limit is lifted. A task that waits for money goes on when it is resumed.")
            .Example($$"""{"taskId": "{{Id}}", "limitUsd": 5}""");
        operations.Add<GetProjectBudgetRequest, ProjectBudgetResponse>(
                "getProjectBudget", Get("/api/projects/{projectId}/budget"), Permission.Read, set.ReadProjectAsync)
            .Describe("Shows what the tasks of a project may cost, each and together in a month, and what they did in this one.")
            .Example($$"""{"projectId": "{{Id}}"}""");
        operations.Add<SetProjectBudgetRequest, ProjectBudgetResponse>(
                "setProjectBudget", Put("/api/projects/{projectId}/budget"), Permission.ProjectWrite, set.OfProjectAsync)
            .Describe("Sets what each task of a project may cost, and all of them in a calendar month (UTC). What is left out is lifted.")
            .Example($$"""{"projectId": "{{Id}}", "eachTaskUsd": 5, "monthUsd": 200}""");
        operations.Add<ListPricesResponse>("listPrices", Get("/api/prices"), Permission.Read, _ => Task.FromResult<Result<ListPricesResponse>>(read.Prices()))
            .Describe("Lists the prices by which costs are estimated that no agent tells, with their date.").Example("{}").AsList("prices");
    }
}
