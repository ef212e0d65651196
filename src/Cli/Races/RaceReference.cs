using System.Globalization;
using Homeport.Cli.Client;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Races;

namespace Homeport.Cli.Races;

/// <summary>
/// Finds the race that a person means, by its id, the beginning or end of it, or <c>last</c>; and in it a runner, by its number,
/// its agent where only one has it, or its task.
/// </summary>
internal static class RaceReference
{
    private const int Least = 4;
    private const int MostRaces = 200;

    public static Task<IReadOnlyList<RaceView>> ListRacesAsync(this HostClient client, ListRacesRequest request, CancellationToken cancellationToken) =>
        client.ListAsync<ListRacesRequest, RaceView>("listRaces", request, "races", cancellationToken);

    public static async Task<RaceView> FindRaceAsync(this HostClient client, string reference, CancellationToken cancellationToken)
    {
        var isLast = reference == TaskReference.Last;
        if (!isLast && reference.Length < Least)
        {
            throw CommandException.Usage($"'{reference}' is too short to name a race. Give at least {Least} characters of its id, or '{TaskReference.Last}'.");
        }

        var races = await client.ListRacesAsync(new ListRacesRequest { Limit = isLast ? 1 : MostRaces }, cancellationToken);
        var found = races.Where(race => isLast || race.Id.EndsWith(reference, StringComparison.Ordinal) || race.Id.StartsWith(reference, StringComparison.Ordinal)).ToArray();
        return found switch
        {
            [var only] => only,
            [] => throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound,
                isLast ? "There is no race yet. Start one with 'homeport race start'." : $"No race's id begins or ends with '{reference}'. See 'homeport race list'."),
            _ => throw CommandException.Usage($"'{reference}' fits {found.Length} races. Give more of the id: {string.Join(", ", found.Take(5).Select(race => race.Id))}."),
        };
    }

    public static RaceRunnerView FindRunner(this RaceView race, string reference)
    {
        var found = race.Runners.Where(runner => runner.Number.ToString(CultureInfo.InvariantCulture) == reference).ToArray();
        found = found.Length > 0 ? found : [.. race.Runners.Where(runner => runner.Profile.AgentType == reference)];
        found = found.Length > 0 || reference.Length < Least ? found : [.. race.Runners.Where(runner => runner.TaskId.EndsWith(reference, StringComparison.Ordinal))];
        var known = string.Join(", ", race.Runners.Select(runner => $"{runner.Number} ({RaceWords.Profile(runner.Profile)})"));
        return found switch
        {
            [var only] => only,
            [] => throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, $"No runner of this race is '{reference}'. There are {known}."),
            _ => throw CommandException.Usage($"'{reference}' fits {found.Length} runners. Give the number: {known}."),
        };
    }
}
