using System.Runtime.InteropServices;
using Homeport.Cli.Client;
using Homeport.Host;
using Homeport.Platform.Files;
using Homeport.Protocol;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>Looks at everything that can be amiss on this machine, with a host and without one.</summary>
internal sealed class Doctor(Surroundings surroundings, HostClient client)
{
    public async Task<DoctorReport> RunAsync(int? port, CancellationToken cancellationToken)
    {
        var root = client.Root;
        var isRunning = await IsRunningAsync(cancellationToken);
        var machine = new MachineChecks(surroundings, root);
        var checks = new List<DiagnosticCheck>(await machine.RunAsync(isRunning, port, cancellationToken));
        checks.AddRange(new FolderChecks(root, surroundings.Time).Run());
        checks.AddRange(new LimitChecks(port ?? HostPresence.ReadPidFile(root)?.Port ?? HostOptions.DefaultPort).Run());
        checks.AddRange(await new ProcessChecks(surroundings, root).RunAsync(isRunning, cancellationToken));
        checks.AddRange(new WorkerChecks(root, isRunning).Run());
        checks.AddRange(await machine.IsolationsAsync(cancellationToken));
        if (isRunning)
        {
            await AskHostAsync(checks, cancellationToken);
        }
        else
        {
            checks.AddRange(await machine.AgentsAsync(cancellationToken));
        }

        return new DoctorReport
        {
            Ok = checks.TrueForAll(check => check.Status != Finding.FailedWord),
            Version = surroundings.Version,
            Root = root,
            Platform = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {RuntimeInformation.FrameworkDescription}",
            Running = isRunning,
            Checks = checks,
        };
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await HostPresence.IsRunningAsync(client.Root, surroundings.Time, cancellationToken);
        }
        catch (Exception refused) when (refused is UnsafePathException or CommandException)
        {
            return false; // what is wrong with the socket or the process, its own check tells
        }
    }

    private async Task AskHostAsync(List<DiagnosticCheck> checks, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.CallAsync<NoRequest, DiagnosticsView>("getDiagnostics", new NoRequest(), cancellationToken);
            checks.RemoveAll(mine => found.Checks.Any(check => check.Name == mine.Name)); // the host knows better what it uses
            checks.AddRange(found.Checks);
        }
        catch (CommandException refused)
        {
            checks.Add(Finding.Failed(
                "host", $"The host takes connections but does not answer: {refused.Message}", "Neither the browser nor any command gets further than this one.",
                $"Look at {Path.Combine(client.Root, "logs", "host.log")}; then: homeport stop; homeport"));
        }
    }
}
