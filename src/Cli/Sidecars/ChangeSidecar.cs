using Homeport.Protocol;
using Homeport.Protocol.Services;

namespace Homeport.Cli.Sidecars;

/// <summary>The commands that change something. One that was to run and has failed ends with exit code 1.</summary>
internal sealed class ChangeSidecar(HostCommand command)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<int> AddAsync(AddSidecarRequest request, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (request.Definition.Command is null == request.Definition.Arguments is null)
        {
            throw CommandException.Usage("Give a command after --, or --shell LINE, and not both: homeport sidecar add api -- npm run api");
        }

        var added = await command.Client.CallAsync<AddSidecarRequest, SidecarResponse>("addSidecar", request, cancellationToken);
        return await EndAsync(added.Sidecar, request.Start == false ? null : wait, cancellationToken);
    }

    /// <param name="word"><c>start</c> or <c>restart</c>.</param>
    /// <param name="name">Of the sidecar.</param>
    /// <param name="wait">Null to return at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<int> RunAsync(string word, string name, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var id = (await command.Client.FindSidecarAsync(name, cancellationToken)).Id;
        var answer = word == "restart"
            ? await command.Client.CallAsync<RestartSidecarRequest, SidecarResponse>("restartSidecar", new RestartSidecarRequest { Id = id }, cancellationToken)
            : await command.Client.CallAsync<StartSidecarRequest, SidecarResponse>("startSidecar", new StartSidecarRequest { Id = id }, cancellationToken);
        return await EndAsync(answer.Sidecar, wait, cancellationToken);
    }

    public async Task<int> StopAsync(string name, CancellationToken cancellationToken)
    {
        var id = (await command.Client.FindSidecarAsync(name, cancellationToken)).Id;
        var answer = await command.Client.CallAsync<StopSidecarRequest, SidecarResponse>("stopSidecar", new StopSidecarRequest { Id = id }, cancellationToken);
        new ReadSidecars(command).Print(answer.Sidecar);
        return ExitCodes.Ok;
    }

    public async Task<int> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var sidecar = await command.Client.FindSidecarAsync(name, cancellationToken);
        await command.Client.CallAsync<RemoveSidecarRequest, NoResponse>("removeSidecar", new RemoveSidecarRequest { Id = sidecar.Id }, cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(new NoResponse(), ProtocolJson.Default.NoResponse);
        }
        else
        {
            command.Printer.Line($"{sidecar.Name} is removed.");
        }

        return ExitCodes.Ok;
    }

    private async Task<int> EndAsync(SidecarView sidecar, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var time = command.Surroundings.Time;
        var started = time.GetTimestamp();
        while (wait is { } limit && sidecar.Status.State is ServiceState.Starting or ServiceState.Stopping or ServiceState.Backoff)
        {
            if (time.GetElapsedTime(started) >= limit)
            {
                throw new CommandException(
                    ExitCodes.TimedOut, ErrorCodes.Timeout,
                    $"{sidecar.Name} is still not running after {limit.TotalSeconds:0} s: {sidecar.Status.Reason} It goes on; see 'homeport sidecar status {sidecar.Name}'.");
            }

            await Task.Delay(Pause, time, cancellationToken);
            sidecar = (await command.Client.CallAsync<GetSidecarRequest, SidecarResponse>(
                "getSidecar", new GetSidecarRequest { Id = sidecar.Id }, cancellationToken)).Sidecar;
        }

        new ReadSidecars(command).Print(sidecar);
        return sidecar.Status.State == ServiceState.Failed ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
