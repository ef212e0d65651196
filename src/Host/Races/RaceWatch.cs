using Homeport.Protocol.Races;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Races;

/// <summary>Verifies runners that come to rest, a few at a time: what runs for one would disturb what is measured of the others.</summary>
internal sealed partial class RaceWatch(Database database, Verifications verifications, VerificationGate gate, TimeProvider time, ILogger<RaceWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    private const int MostAtOnce = 2;

    private readonly ILogger<RaceWatch> _logger = logger;

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var races = await database.ReadAsync(RaceStore.Verifying, cancellationToken);
        if (races.Count == 0)
        {
            return;
        }

        using var turn = await gate.EnterAsync(cancellationToken);
        var running = 0;
        foreach (var race in races)
        {
            foreach (var runner in await database.ReadAsync(scope => RaceStore.Runners(scope, race.Id), cancellationToken))
            {
                if (runner.Verification?.State == VerificationState.Running)
                {
                    await GuardAsync(race, runner, verifications.FollowAsync, cancellationToken);
                    running++;
                }
                else if (runner.Verification?.State == VerificationState.Waiting && race.State != RaceState.Open)
                {
                    await database.WriteAsync(scope => Drop(scope, runner), cancellationToken);
                }
            }
        }

        foreach (var (race, runner) in await database.ReadAsync(scope => Due(scope, races), cancellationToken))
        {
            if (running++ >= MostAtOnce)
            {
                return;
            }

            await GuardAsync(race, runner, verifications.StartAsync, cancellationToken);
        }
    }

    private async Task GuardAsync(
        Race race, RaceRunner runner, Func<Race, RaceRunner, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(race, runner, cancellationToken);
        }
#pragma warning disable CA1031 // the barrier of a background loop: one runner that breaks must not stop the others
        catch (Exception broken) when (broken is not (OperationCanceledException or StorageUnavailableException))
#pragma warning restore CA1031
        {
            LogBroken(runner.TaskId, broken);
            await verifications.GiveUpAsync(race, runner, cancellationToken);
        }
    }

    private static (Race Race, RaceRunner Runner)[] Due(ReadScope scope, IReadOnlyList<Race> races) =>
    [
        .. from race in races
           from runner in RaceStore.Runners(scope, race.Id)
           where VerificationDue.Is(scope, race, runner)
           select (race, runner),
    ];

    private static void Drop(WriteScope scope, RaceRunner waiting)
    {
        if (RaceStore.Find(scope, waiting.RaceId) is { } race)
        {
            RaceStore.SaveRunner(scope, waiting with { Verification = null });
            RaceStore.Save(scope, race);
        }
    }

    [LoggerMessage(LogLevel.Error, "Task {Task}: it could not be verified for its race")]
    private partial void LogBroken(string task, Exception exception);
}
