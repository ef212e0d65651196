using Homeport.Protocol.Races;

namespace Homeport.Cli.Races;

/// <summary><c>homeport race keep</c>, <c>verify</c> and <c>off</c>.</summary>
internal sealed class ChangeRace(HostCommand command)
{
    public async Task<int> KeepAsync(string reference, string runner, CancellationToken cancellationToken)
    {
        var race = await command.Client.FindRaceAsync(reference, cancellationToken);
        return Print(await command.Client.CallAsync<KeepRunnerRequest, RaceResponse>(
            "keepRunner", new KeepRunnerRequest { Id = race.Id, TaskId = race.FindRunner(runner).TaskId }, cancellationToken));
    }

    /// <param name="reference">The race.</param>
    /// <param name="runner">Only this one; all when null.</param>
    /// <param name="line">The command from now on.</param>
    /// <param name="seconds">How long it may take from now on.</param>
    /// <param name="isStop">Stop what runs instead.</param>
    /// <param name="cancellationToken">Ends the wait for the host.</param>
    public async Task<int> VerifyAsync(string reference, string? runner, string? line, int? seconds, bool isStop, CancellationToken cancellationToken)
    {
        var race = await command.Client.FindRaceAsync(reference, cancellationToken);
        var taskId = runner is null ? null : race.FindRunner(runner).TaskId;
        return Print(isStop
            ? await command.Client.CallAsync<StopVerificationRequest, RaceResponse>(
                "stopVerification", new StopVerificationRequest { Id = race.Id, TaskId = taskId }, cancellationToken)
            : await command.Client.CallAsync<VerifyRaceRequest, RaceResponse>(
                "verifyRace", new VerifyRaceRequest { Id = race.Id, TaskId = taskId, Command = line, TimeoutSeconds = seconds }, cancellationToken));
    }

    public async Task<int> CallOffAsync(string reference, bool unties, CancellationToken cancellationToken)
    {
        var race = await command.Client.FindRaceAsync(reference, cancellationToken);
        return Print(await command.Client.CallAsync<CallOffRaceRequest, RaceResponse>(
            "callOffRace", new CallOffRaceRequest { Id = race.Id, Tasks = unties ? RaceRemains.Untie : RaceRemains.Trash }, cancellationToken));
    }

    private int Print(RaceResponse race)
    {
        new ShowRace(command).Print(race);
        return ExitCodes.Ok;
    }
}
