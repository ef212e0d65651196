using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Tasks;
using Homeport.Protocol.Races;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>
/// Decides a race: the first word counts and is written down at once; <see cref="RaceEndings"/> carries it out, also after a
/// restart.
/// </summary>
internal sealed class DecideRace(Database database, RaceEndings endings, TimeProvider time)
{
    /// <summary>The same choice again is no error.</summary>
    public async Task<Result<RaceResponse>> KeepAsync(KeepRunnerRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var kept = await database.WriteAsync(scope => Keep(scope, request, caller.Name), cancellationToken);
        endings.Signal();
        return kept;
    }

    public async Task<Result<RaceResponse>> CallOffAsync(CallOffRaceRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var called = await database.WriteAsync(scope => CallOff(scope, request, caller.Name), cancellationToken);
        endings.Signal();
        return called;
    }

    private Result<RaceResponse> Keep(WriteScope scope, KeepRunnerRequest request, string by)
    {
        if (RaceStore.Find(scope, request.Id) is not { } race)
        {
            return RaceProblems.NotFound(request.Id);
        }

        if (RaceStore.Runners(scope, race.Id).All(runner => runner.TaskId != request.TaskId))
        {
            return RaceProblems.NoRunner(request.TaskId);
        }

        if (race.State != RaceState.Open)
        {
            return race.WinnerTaskId == request.TaskId ? RaceViews.Answer(scope, race) : RaceProblems.Decided(race);
        }

        if (TaskStore.Find(scope, request.TaskId) is not { DeletedAt: null })
        {
            return new Problem(ProblemCode.Conflict, "This runner's task lies in the trash. Restore it first, or keep another one.");
        }

        return Decide(scope, race with { State = RaceState.Keeping, WinnerTaskId = request.TaskId }, by);
    }

    private Result<RaceResponse> CallOff(WriteScope scope, CallOffRaceRequest request, string by)
    {
        if (RaceStore.Find(scope, request.Id) is not { } race)
        {
            return RaceProblems.NotFound(request.Id);
        }

        if (race.State != RaceState.Open)
        {
            var isSame = request.Tasks == RaceRemains.Trash ? race.State is RaceState.CallingOff or RaceState.CalledOff : race.State == RaceState.Untied;
            return isSame ? RaceViews.Answer(scope, race) : RaceProblems.Decided(race);
        }

        if (request.Tasks == RaceRemains.Trash)
        {
            return Decide(scope, race with { State = RaceState.CallingOff }, by);
        }

        foreach (var task in RaceStore.Runners(scope, race.Id).Select(runner => TaskStore.Find(scope, runner.TaskId)).OfType<UnitTask>())
        {
            TaskStore.Save(scope, task with { RaceId = null }, time.GetUtcNow());
        }

        return Decide(scope, race with { State = RaceState.Untied }, by);
    }

    private RaceResponse Decide(WriteScope scope, Race race, string by) =>
        RaceViews.Answer(scope, RaceStore.Save(scope, race with { DecidedBy = by, DecidedAt = time.GetUtcNow() }));
}
