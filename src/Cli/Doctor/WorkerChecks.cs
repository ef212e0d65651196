using System.Globalization;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>Workers as their folders tell, whether a host runs or not.</summary>
internal sealed class WorkerChecks(string root, bool hasHost)
{
    private const long LargeBacklog = 64L << 20;
    private const double Mebibyte = 1 << 20;

    public IReadOnlyList<DiagnosticCheck> Run()
    {
        var folders = WorkerFolder.Of(root);
        return [Processes(folders), Backlog(folders)];
    }

    private DiagnosticCheck Processes(IReadOnlyList<WorkerFolder> folders)
    {
        var living = folders.Count(folder => folder.IsLiving);
        var dead = folders.Count - living;
        return living > 0 && !hasHost
            ? Finding.Warning(
                "workers", string.Create(CultureInfo.InvariantCulture, $"{living} worker {(living == 1 ? "lives" : "processes live")} without a host: what agents do goes on and is kept for the next start."),
                "Nobody sees what they ask, and an agent that waits for an answer waits on.",
                "homeport   (takes them up again), or end them: homeport stop --all")
            : dead > 0
                ? Finding.Warning(
                    "workers", string.Create(CultureInfo.InvariantCulture, $"{dead} worker {(dead == 1 ? "process" : "processes")} died without a word; {living} {(living == 1 ? "lives" : "live")}."),
                    "What its agents said last is kept in its folder and not yet in the history.",
                    hasHost ? "Wait a moment: a living worker takes it over; else restart Homeport." : "homeport   (the next start takes it over)")
                : Finding.Ok("workers", hasHost
                    ? string.Create(CultureInfo.InvariantCulture, $"{living} worker {(living == 1 ? "process lives" : "processes live")}; the host watches over {(living == 1 ? "it" : "them")} and starts a new one when one dies.")
                    : "No worker lives, and none is needed while no host runs.");
    }

    private static DiagnosticCheck Backlog(IReadOnlyList<WorkerFolder> folders)
    {
        var bytes = folders.Sum(folder => folder.Backlog);
        var text = string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:0.#} MiB of what agents did wait in journals to be stored.");
        return bytes < LargeBacklog
            ? Finding.Ok("journals", bytes == 0 ? "Nothing that agents did waits to be stored." : text)
            : Finding.Warning(
                "journals", text, "At 256 MiB a session's agent is made to wait until the host has stored some.",
                "Start Homeport if it does not run; else look at 'store' and 'disk' here, and at the host's log.");
    }
}
