using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Platform.Terminals;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>Whether processes and terminals can be had and held, and what an earlier run left.</summary>
internal sealed class ProcessChecks(Surroundings surroundings, string root)
{
    private const string UsualPath = "/usr/bin:/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<DiagnosticCheck>> RunAsync(bool isRunning, CancellationToken cancellationToken) =>
    [
        await GuardAsync(), await TerminalAsync(cancellationToken), await LeftoversAsync(isRunning, cancellationToken),
    ];

    /// <summary>Starts a guard for an installation that does not exist, and lets it go.</summary>
    private async Task<DiagnosticCheck> GuardAsync()
    {
        try
        {
            await using var guard = OrphanGuard.Start(
                OwnerMarker.ForRoot(Path.Combine(root, "doctor")), surroundings.Variable("PATH") ?? UsualPath, surroundings.Time);
            return Finding.Ok("orphan guard", "A guard takes the agents down if Homeport is killed.");
        }
        catch (Exception failed) when (failed is ProcessStartException or PlatformNotSupportedException or IOException)
        {
            return Finding.Failed(
                "orphan guard", failed.Message, "Agents would live on, and work on, after Homeport was killed.",
                "Install a POSIX shell with grep and sleep (Debian: apt-get install dash grep coreutils) and see that they are in PATH.");
        }
    }

    private async Task<DiagnosticCheck> TerminalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var terminal = PseudoTerminal.Start(
                new ProcessStart
                {
                    FileName = "true",
                    WorkingDirectory = "/",
                    Environment = new Dictionary<string, string> { ["PATH"] = surroundings.Variable("PATH") ?? UsualPath },
                },
                new TerminalSize(80, 24), surroundings.Time);
            await terminal.Exited.WaitAsync(Patience, surroundings.Time, cancellationToken);
            return Finding.Ok("terminals", "A program can be given a terminal.");
        }
        catch (Exception failed) when (failed is ProcessStartException or PlatformNotSupportedException or IOException or TimeoutException)
        {
            return Finding.Failed(
                "terminals", $"A program cannot be given a terminal: {failed.Message}", "Terminals of tasks, and agents that want one, cannot start.",
                "Mount /dev/pts (in a container: run it with a devpts), and look at: sysctl kernel.pty.max kernel.pty.nr");
        }
    }

    private async Task<DiagnosticCheck> LeftoversAsync(bool isRunning, CancellationToken cancellationToken)
    {
        using var table = new ProcessTable(OwnerMarker.ForRoot(root), surroundings.Time);
        var found = await table.ReadAsync([], cancellationToken);
        var left = isRunning ? [] : found.Where(process => process.Depth == 0 && !HasWorker()).ToArray();
        return left.Length == 0
            ? Finding.Ok("processes", found.Count == 0
                ? "No process of this installation is left over."
                : string.Create(CultureInfo.InvariantCulture, $"{found.Count} processes work for this installation."))
            : Finding.Warning(
                "processes", string.Create(CultureInfo.InvariantCulture, $"{found.Count} processes of an earlier run are left: {string.Join(", ", left.Take(5).Select(process => $"{process.Name} ({process.Id})"))}."),
                "They may still change files of a task, and nobody sees what they do.",
                "homeport stop --all   (the next start ends them too)");
    }

    /// <summary>A worker lives on without its host, and then its processes are no leftovers.</summary>
    private bool HasWorker() => WorkerFolder.Of(root).Any(worker => worker.IsLiving);
}
