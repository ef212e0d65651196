using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Sessions;

/// <summary>Lets tasks go on whose time has come. The times are rows, so they outlive the program.</summary>
internal sealed partial class ResumeWatch(Database database, TurnQueue queue, TimeProvider time, ILogger<ResumeWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly ILogger<ResumeWatch> _logger = logger;

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var due = await database.ReadAsync(scope => TaskStore.DueForResume(scope, now), cancellationToken);
        foreach (var task in due)
        {
            if (await database.WriteAsync(scope => Resume(scope, task.Id, now), cancellationToken) is { } resumed)
            {
                LogResumed(_logger, resumed.Id, resumed.Attempt);
            }
        }

        if (due.Count > 0)
        {
            queue.Signal();
        }
    }

    /// <summary>Again under the writer's lock: a person may have been quicker.</summary>
    private UnitTask? Resume(WriteScope scope, string id, DateTimeOffset now)
    {
        if (TaskStore.Find(scope, id) is not { IsParked: true, ResumeAt: { } at } task || at > now)
        {
            return null;
        }

        var isRetry = task.WaitingFor == WaitReason.Overloaded;
        var (attempt, most, last) = (task.Attempt, task.MaxAttempts, SessionStore.LastTurn(scope, id));
        var ready = StartTask.EndWait(task);
        var queued = isRetry && last is not null
            ? queue.Enqueue(scope, ready, last.Kind is TurnKind.Summary or TurnKind.Compact ? last.Kind : TurnKind.Retry, last.Prompt, last.Attachments)
            : queue.Enqueue(scope, ready, TurnKind.Resume, StartTask.Continued(ready), null);
        if (queued.Succeeded(out var going, out _))
        {
            return TaskStore.Save(scope, going with { Attempt = isRetry ? attempt : 0, MaxAttempts = isRetry ? most : null }, now);
        }

        if (last is not null)
        {
            TaskStore.Save(scope, BudgetPause.Interrupt(scope, task with { ResumeAt = null }, last, now), now); // or it would be tried every second
        }

        return null;
    }

    [LoggerMessage(LogLevel.Information, "Task {Task} goes on by itself, try {Attempt}")]
    private static partial void LogResumed(ILogger logger, string task, int attempt);
}
