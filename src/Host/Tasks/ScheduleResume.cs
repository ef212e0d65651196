using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Tasks;

/// <summary>Says when a task that waits for the clock goes on by itself, or that it does not.</summary>
internal sealed class ScheduleResume(Database database, TimeProvider time)
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(31);

    public Task<Result<UnitTaskResponse>> RunAsync(ScheduleResumeRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<UnitTaskResponse>>(
            scope =>
            {
                if (TaskStore.Find(scope, request.TaskId) is not { } task)
                {
                    return TaskProblems.NotFound(request.TaskId);
                }

                if (!task.IsParked)
                {
                    return new Problem(ProblemCode.Conflict, $"The task waits for no limit and no provider: it is {TaskWords.Of(task.State)}.");
                }

                var now = time.GetUtcNow();
                return request.At > now + Farthest
                    ? TaskChecks.Invalid([new FieldError("at", "At most 31 days ahead.")])
                    : new UnitTaskResponse { Task = TaskStore.View(scope, TaskStore.Save(scope, Scheduled(task, request.At, now), now)) };
            },
            cancellationToken);

    /// <summary>Without a next try, what the overloaded provider refused has failed.</summary>
    private static UnitTask Scheduled(UnitTask task, DateTimeOffset? at, DateTimeOffset now) => at is null && task.WaitingFor == WaitReason.Overloaded
        ? task.MoveOrThrow(UnitTaskState.Failed, now) with { ResumeAt = null, Attempt = 0, MaxAttempts = null }
        : task with { ResumeAt = at };
}
