using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Protocol.Races;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Races;

/// <summary>
/// Carries decisions out: what was not kept is stopped and goes to the trash, each task by itself. Each step is written down
/// when it is done and can be repeated, so a start of the host goes on where the last one ended.
/// </summary>
internal sealed partial class RaceEndings(Database database, TrashTask trash, TimeProvider time, ILogger<RaceEndings> logger) : BackgroundService
{
    /// <summary>Before a task is tried again that could not go to the trash, mostly because the worker is away.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _signal = new(1); // the first look is at what the last host left

    /// <summary>A race was decided. Returns at once.</summary>
    public void Signal() => _signal.Release();

    public override void Dispose()
    {
        base.Dispose();
        _signal.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var isDone = true;
            while (true)
            {
                if (isDone)
                {
                    await _signal.WaitAsync(stoppingToken);
                }
                else
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }

                isDone = await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the rows say what is left to do.
        }
    }

    /// <returns>False when something is left to do.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isDone = true;
            foreach (var race in await database.ReadAsync(RaceStore.Ending, cancellationToken))
            {
                isDone &= await CarryOutAsync(race, cancellationToken);
            }

            return isDone;
        }
        catch (StorageUnavailableException away)
        {
            LogMissed(away.Message);
            return false;
        }
    }

    private async Task<bool> CarryOutAsync(Race race, CancellationToken cancellationToken)
    {
        var losers = (await database.ReadAsync(scope => RaceStore.Runners(scope, race.Id), cancellationToken))
            .Where(runner => !runner.IsTrashed && runner.TaskId != race.WinnerTaskId).ToArray();
        var done = await Task.WhenAll(losers.Select(runner => TrashAsync(runner, cancellationToken)));
        if (!done.All(isDone => isDone))
        {
            return false;
        }

        await database.WriteAsync(scope => End(scope, race.Id), cancellationToken);
        return true;
    }

    private async Task<bool> TrashAsync(RaceRunner runner, CancellationToken cancellationToken)
    {
        var deleted = await DeleteAsync(runner.TaskId, cancellationToken);
        var isDone = deleted.Succeeded(out _, out var problem) || problem.Code == ProblemCode.NotFound; // deleted for good meanwhile
        if (!isDone)
        {
            LogLeft(runner.TaskId, problem!.Message);
        }

        if (isDone || runner.Problem != problem!.Message)
        {
            await database.WriteAsync(scope => Mark(scope, runner, isDone, isDone ? null : problem!.Message), cancellationToken);
        }

        return isDone;
    }

    private async Task<Result<UnitTaskResponse>> DeleteAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            return await trash.DeleteAsync(new DeleteUnitTaskRequest { Id = taskId }, cancellationToken);
        }
#pragma warning disable CA1031 // the barrier of a background loop: one task that breaks must not stop the others
        catch (Exception broken) when (broken is not (OperationCanceledException or StorageUnavailableException))
#pragma warning restore CA1031
        {
            LogBroken(taskId, broken);
            return new Problem(ProblemCode.Internal, "It could not be put into the trash because of an error in Homeport. The log has the details.");
        }
    }

    private static void Mark(WriteScope scope, RaceRunner seen, bool isDone, string? problem)
    {
        if (RaceStore.Find(scope, seen.RaceId) is { } race
            && RaceStore.Runners(scope, race.Id).FirstOrDefault(runner => runner.Number == seen.Number) is { } runner)
        {
            RaceStore.SaveRunner(scope, runner with { IsTrashed = isDone, Problem = problem });
            RaceStore.Save(scope, race);
        }
    }

    private static void End(WriteScope scope, string raceId)
    {
        if (RaceStore.Find(scope, raceId) is { IsEnding: true } race)
        {
            RaceStore.Save(scope, race with { State = race.State == RaceState.Keeping ? RaceState.Kept : RaceState.CalledOff });
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} lost its race and could not be put into the trash; it is tried again: {Reason}")]
    private partial void LogLeft(string task, string reason);

    [LoggerMessage(LogLevel.Error, "Task {Task} lost its race and could not be put into the trash")]
    private partial void LogBroken(string task, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What races decided cannot be looked at now, and is soon again: {Reason}")]
    private partial void LogMissed(string reason);
}
