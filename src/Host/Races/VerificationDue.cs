using Homeport.Domain.Tasks;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Races;
using Homeport.Protocol.Sessions;
using Homeport.Protocol.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Races;

/// <summary>When a runner is to be verified: once its turn is over, or when somebody asked.</summary>
internal static class VerificationDue
{
    public static bool Is(ReadScope scope, Race race, RaceRunner runner)
    {
        if (race is not { State: RaceState.Open, VerifyCommand: not null } || TaskStore.Find(scope, runner.TaskId) is not { } task || !IsAtRest(task))
        {
            return false;
        }

        return runner.Verification switch
        {
            { State: VerificationState.Waiting } => true,
            { State: VerificationState.Running } => false,
            var known => SessionStore.LastStandingTurn(scope, task.Id) is { State: TurnState.Completed } last && known?.TurnId != last.Id,
        };
    }

    /// <summary>There is a worktree, and nothing works in it or is about to.</summary>
    public static bool IsAtRest(UnitTask task) =>
        task is { DeletedAt: null, HasWorktree: true, State: not UnitTaskState.Queued, Hold: not QueueHold.Trust } && (!task.IsActive || task.IsParked);
}
