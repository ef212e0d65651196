using Homeport.Protocol.Races;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Races;

/// <summary>Verifies runners that come to rest, a few at a time: what runs for one would disturb what is measured of the others.</summary>
internal sealed class RaceWatch(Database database, Verifications verifications, VerificationGate gate, TimeProvider time, ILogger<RaceWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    private const int MostAtOnce = 2;

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
                    await verifications.FollowAsync(race, runner, cancellationToken);
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

            await verifications.StartAsync(race, runner, cancellationToken);
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
}
