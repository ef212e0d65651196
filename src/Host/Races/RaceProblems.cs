using System.Globalization;
using Homeport.Domain;
using Homeport.Protocol.Races;

namespace Homeport.Host.Races;

/// <summary>Refusals that several operations share.</summary>
internal static class RaceProblems
{
    public static Problem NotFound(string id) => new(ProblemCode.NotFound, $"There is no race {id}. listRaces shows what there is.");

    public static Problem NoRunner(string taskId) =>
        new(ProblemCode.NotFound, $"Task {taskId} does not run in this race. getRace names the tasks that do.");

    /// <summary>Says who was faster, with what and when.</summary>
    public static Problem Decided(Race race)
    {
        var by = race.DecidedBy ?? "Somebody";
        var at = race.DecidedAt is { } time ? time.ToString("HH:mm:ss 'UTC on' yyyy-MM-dd", CultureInfo.InvariantCulture) : "a moment ago";
        var what = race.State switch
        {
            RaceState.Keeping or RaceState.Kept => $"{by} kept another runner at {at}. What was not kept lies in the trash.",
            RaceState.CallingOff or RaceState.CalledOff => $"{by} called this race off at {at}. Its tasks lie in the trash.",
            _ => $"{by} ended this race at {at}. Its tasks are ordinary tasks now.",
        };
        var facts = new Dictionary<string, string[]>
        {
            ["state"] = [System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(race.State.ToString())],
            ["by"] = [by],
        };
        if (race.WinnerTaskId is { } winner)
        {
            facts["winner"] = [winner];
        }

        return new Problem(ProblemCode.Conflict, what) { Facts = facts };
    }
}
