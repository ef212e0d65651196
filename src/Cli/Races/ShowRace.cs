using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Cli.Usage;
using Homeport.Protocol;
using Homeport.Protocol.Races;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Races;

/// <summary><c>homeport race list</c> and <c>homeport race show</c>.</summary>
internal sealed class ShowRace(HostCommand command)
{
    public async Task<int> ListAsync(string? project, bool isOpen, CancellationToken cancellationToken)
    {
        var request = new ListRacesRequest
        {
            RepositoryGroupId = project is null ? null : await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken),
            Open = isOpen ? true : null,
        };
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(await command.Client.CallAsync(
                "listRaces", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListRacesRequest), cancellationToken));
            return ExitCodes.Ok;
        }

        var races = await command.Client.ListRacesAsync(request, cancellationToken);
        if (races.Count == 0 && printer.IsRich)
        {
            printer.Line("No races. Start one in a repository: homeport race start --runner claude_code --runner codex \"what to do\"");
            return ExitCodes.Ok;
        }

        printer.Table(
            ["ID", "STATE", "RUNNERS", "TITLE", "SINCE"],
            races.Select(race => (IReadOnlyList<string>)
            [
                printer.IsRich ? TaskReference.Short(race.Id) : race.Id,
                TaskWords.Word(race.State.ToString()),
                string.Join("; ", race.Runners.Select(runner => RaceWords.Profile(runner.Profile))),
                race.Title,
                printer.IsRich ? TaskWords.Age(race.CreatedAt, command.Surroundings.Time) : race.CreatedAt.ToString("O"),
            ]));
        return ExitCodes.Ok;
    }

    public async Task<int> ShowAsync(string reference, CancellationToken cancellationToken)
    {
        var race = await command.Client.FindRaceAsync(reference, cancellationToken);
        Print(await command.Client.CallAsync<GetRaceRequest, RaceResponse>("getRace", new GetRaceRequest { Id = race.Id }, cancellationToken));
        return ExitCodes.Ok;
    }

    /// <summary>All of it; with <c>--json</c> the operation's own answer.</summary>
    public void Print(RaceResponse shown)
    {
        var (race, printer) = (shown.Race, command.Printer);
        if (printer.IsJson)
        {
            printer.Json(shown, ProtocolJson.Default.RaceResponse);
            return;
        }

        if (printer.IsRich)
        {
            printer.Line($"{TaskReference.Short(race.Id)}  {Terminal.Harmless(race.Title)}  ({TaskWords.Word(race.State.ToString())})");
        }

        var tasks = shown.Tasks.ToDictionary(task => task.Id);
        printer.Table(["RUNNER", "TASK", "AGENT", "STATE", "TIME", "COST", "CHANGES", "VERIFIED"], race.Runners.Select(runner => Row(race, runner, tasks.GetValueOrDefault(runner.TaskId))));
        foreach (var runner in race.Runners.Where(runner => runner.Problem is not null))
        {
            printer.Note($"{runner.Number}: {Terminal.Harmless(runner.Problem!)}");
        }

        if (printer.IsRich && race.State == RaceState.Open)
        {
            printer.Line($"Next: homeport race keep {TaskReference.Short(race.Id)} NUMBER");
        }
    }

    private IReadOnlyList<string> Row(RaceView race, RaceRunnerView runner, UnitTaskView? task) =>
    [
        $"{runner.Number.ToString(CultureInfo.InvariantCulture)}{(race.WinnerTaskId == runner.TaskId ? " kept" : "")}",
        command.Printer.IsRich ? TaskReference.Short(runner.TaskId) : runner.TaskId,
        RaceWords.Profile(runner.Profile),
        runner.InTrash ? "in the trash" : task is null ? "" : TaskWords.State(task),
        RaceWords.Seconds(runner.AgentSeconds + (runner.RunningSince is { } since ? (command.Surroundings.Time.GetUtcNow() - since).TotalSeconds : 0)),
        ShowUsage.Money(runner.Usage),
        task is null ? "" : TaskWords.Changes(task),
        RaceWords.Verification(runner.Verification),
    ];
}
