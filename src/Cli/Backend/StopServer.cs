using Homeport.Cli.Client;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Worker;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Backend;

/// <summary><c>homeport stop</c>: asks over the socket, then waits until the process is gone.</summary>
internal sealed class StopServer(HostCommand command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WorkerGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    public async Task<int> RunAsync(bool endsAll, CancellationToken cancellationToken)
    {
        var root = command.Client.Root;
        var isRunning = await HostPresence.IsRunningAsync(root, command.Surroundings.Time, cancellationToken);
        var file = HostPresence.ReadPidFile(root);
        if (isRunning)
        {
            var process = file is null ? null : ProcessIdentity.Of(file.Pid);
            await command.Client.CallAsync<StopHostRequest, NoResponse>("stopHost", new StopHostRequest { All = endsAll }, cancellationToken);
            await WaitUntilGoneAsync(process, cancellationToken);
        }

        var ended = endsAll ? await EndWorkersAsync(root, cancellationToken) : 0;
        if (!isRunning && ended == 0)
        {
            throw HostClient.NotRunning(root);
        }

        Print(new StopReport(Stopped: true, root, isRunning ? file?.Pid : null), ended);
        return ExitCodes.Ok;
    }

    /// <summary>Workers that no host ended, then whatever they left: a worker that is asked ends its agents itself.</summary>
    private async Task<int> EndWorkersAsync(string root, CancellationToken cancellationToken)
    {
        var time = command.Surroundings.Time;
        var workers = LivingWorkers.Of(root).Select(ProcessIdentity.Of).OfType<ProcessIdentity>().ToArray();
        await Task.WhenAll(workers.Select(worker => worker.StopAsync(WorkerGrace, time, cancellationToken)));
        return workers.Length + await OrphanGuard.SweepAsync(OwnerMarker.ForRoot(root), LeftoverGrace, time, cancellationToken);
    }

    private async Task WaitUntilGoneAsync(ProcessIdentity? process, CancellationToken cancellationToken)
    {
        var time = command.Surroundings.Time;
        var start = time.GetTimestamp();
        while (process is { } known ? known.IsAlive() : await HostPresence.IsRunningAsync(command.Client.Root, time, cancellationToken))
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                throw new CommandException(
                    ExitCodes.TimedOut, ErrorCodes.Timeout,
                    $"Homeport was asked to stop and still runs after {Patience.TotalSeconds:0} s. " +
                    (process is { } stuck ? $"End it with 'kill -9 {stuck.Id}'; nothing that was acknowledged is lost." : "Try again."));
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private void Print(StopReport report, int ended)
    {
        if (command.Printer.IsJson)
        {
            command.Printer.Json(report, CliJson.Default.StopReport);
            return;
        }

        command.Printer.Line("Homeport is stopped.");
        if (ended > 0)
        {
            command.Printer.Line($"{ended} processes that it had left behind were ended.");
        }
    }
}
