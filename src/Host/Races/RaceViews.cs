using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Usage;
using Homeport.Protocol.Races;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>Races as clients see them. What their tasks know of themselves is asked of those.</summary>
internal static class RaceViews
{
    public static RaceView Of(ReadScope scope, Race race) => new()
    {
        Id = race.Id,
        WorkspaceId = race.WorkspaceId,
        RepositoryGroupId = race.ProjectId,
        Title = race.Title,
        Prompt = race.Prompt,
        BaseBranch = race.BaseBranch,
        BaseCommit = race.BaseCommit,
        VerifyCommand = race.VerifyCommand,
        VerifyTimeoutSeconds = race.VerifyTimeoutSeconds,
        State = race.State,
        WinnerTaskId = race.WinnerTaskId,
        DecidedBy = race.DecidedBy,
        DecidedAt = race.DecidedAt,
        Runners = [.. RaceStore.Runners(scope, race.Id).Select(runner => Of(scope, race, runner))],
        CreatedAt = race.CreatedAt,
        Version = race.Version,
    };

    public static RaceResponse Answer(ReadScope scope, Race race) => new()
    {
        Race = Of(scope, race),
        Tasks =
        [
            .. RaceStore.Runners(scope, race.Id).Select(runner => TaskStore.Find(scope, runner.TaskId)).OfType<UnitTask>()
                .Select(task => TaskStore.View(scope, task)),
        ],
    };

    private static RaceRunnerView Of(ReadScope scope, Race race, RaceRunner runner)
    {
        var task = TaskStore.Find(scope, runner.TaskId);
        var turns = SessionStore.TurnsOfTask(scope, runner.TaskId);
        var last = turns.LastOrDefault(turn => turn.UndoneBy is null);
        return new RaceRunnerView
        {
            Number = runner.Number,
            TaskId = runner.TaskId,
            Profile = runner.Profile,
            Problem = runner.Problem,
            AgentSeconds = turns.Where(turn => turn.EndedAt is not null).Sum(turn => (turn.EndedAt!.Value - turn.StartedAt).TotalSeconds),
            RunningSince = turns.LastOrDefault(turn => turn.State == Protocol.Sessions.TurnState.Running)?.StartedAt,
            Usage = TurnUsageStore.OfTask(scope, runner.TaskId),
            Verification = runner.Verification is { } known
                ? known with { Stale = known.TurnId != last?.Id || (race.VerifyCommand is not null && race.VerifyCommand != known.Command) ? true : null }
                : null,
            InTrash = task is null or { DeletedAt: not null },
        };
    }
}
