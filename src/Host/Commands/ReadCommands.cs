using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Services;
using Homeport.Host.Tasks;
using Homeport.Protocol.Commands;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>Shows the commands of a task and what they wrote.</summary>
internal sealed class ReadCommands(Database database, ServiceControl services)
{
    private const int MostLines = 2000;
    private const double LongestWait = 25;

    public Task<Result<ListTaskCommandsResponse>> ListAsync(ListTaskCommandsRequest request, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ListTaskCommandsResponse>>(
            scope => TaskStore.Find(scope, request.TaskId) is { } task
                ? new ListTaskCommandsResponse { Items = TaskCommandViews.Of(scope, task) }
                : TaskProblems.NotFound(request.TaskId),
            cancellationToken);

    /// <summary>Of one that was never started, nothing.</summary>
    public async Task<Result<ServiceLogResponse>> ReadLogAsync(ReadCommandLogRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        if (request.Limit is < 1 or > MostLines)
        {
            errors.Add(new FieldError("limit", $"Must be 1 to {MostLines}."));
        }

        if (request.WaitSeconds is < 0 or > LongestWait or double.NaN)
        {
            errors.Add(new FieldError("waitSeconds", $"Must be 0 to {LongestWait}."));
        }

        if (errors.Count > 0)
        {
            return new Problem(ProblemCode.InvalidRequest, "The log was not read; errors tells what to change.") { Errors = errors };
        }

        var (command, isKnown) = await database.ReadAsync(
            scope => (TaskCommandStore.Find(scope, request.TaskId, request.CommandId), IsKnown(scope, request)), cancellationToken);
        if (command is null)
        {
            return isKnown ? new ServiceLogResponse { Lines = [], Next = 1 } : CommandChecks.NotFound(request.CommandId);
        }

        return await services.ReadLogAsync(
            command.WorkerId,
            new ReadServiceLogRequest { ServiceId = command.ServiceId, From = request.From, Limit = request.Limit, WaitSeconds = request.WaitSeconds },
            cancellationToken);
    }

    private static bool IsKnown(ReadScope scope, ReadCommandLogRequest request) =>
        TaskStore.Find(scope, request.TaskId) is { } task && TaskCommandViews.Of(scope, task, request.CommandId) is not null;
}
