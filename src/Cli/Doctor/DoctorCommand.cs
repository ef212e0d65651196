using System.CommandLine;
using System.Runtime.InteropServices;
using Homeport.Cli.Client;
using Homeport.Cli.Output;
using Homeport.Protocol;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary><c>homeport doctor</c>: what this machine lacks, each finding with what mends it.</summary>
internal static class DoctorCommand
{
    private const string Failed = "failed";

    public static Command Create(Surroundings surroundings)
    {
        var port = new Option<int?>("--port", "-p") { Description = "The port to look at (default: 42424).", HelpName = "NUMBER" };
        var command = new Command("doctor", "Check this machine; each finding says what to do. Needs no running Homeport.") { port };
        return command.ForHost(surroundings, async (host, parsed, cancellationToken) =>
        {
            var root = host.Client.Root;
            var isRunning = await HostPresence.IsRunningAsync(root, surroundings.Time, cancellationToken);
            var machine = new MachineChecks(surroundings, root);
            var checks = new List<DiagnosticCheck>(await machine.RunAsync(isRunning, parsed.GetValue(port), cancellationToken));
            if (isRunning)
            {
                var found = await host.Client.CallAsync<NoRequest, DiagnosticsView>("getDiagnostics", new NoRequest(), cancellationToken);
                checks.RemoveAll(mine => found.Checks.Any(check => check.Name == mine.Name)); // the host knows better what it uses
                checks.AddRange(found.Checks);
            }
            else
            {
                checks.AddRange(await machine.AgentsAsync(cancellationToken));
            }

            var report = new DoctorReport
            {
                Ok = checks.TrueForAll(check => check.Status != Failed),
                Version = surroundings.Version,
                Root = root,
                Platform = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {RuntimeInformation.FrameworkDescription}",
                Running = isRunning,
                Checks = checks,
            };
            Print(host.Printer, report);
            return report.Ok ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static void Print(Printer printer, DoctorReport report)
    {
        if (printer.IsJson)
        {
            printer.Json(report, CliJson.Default.DoctorReport);
            return;
        }

        printer.Line($"homeport {report.Version} on {report.Platform}");
        foreach (var check in report.Checks)
        {
            var (mark, colour) = check.Status switch
            {
                "ok" => ("ok     ", Terminal.Green),
                Failed => ("FAILED ", Terminal.Red),
                _ => ("warning", Terminal.Cyan),
            };
            printer.Line($"{(printer.HasColour ? colour + mark + Terminal.Reset : mark)} {check.Name}: {Terminal.Harmless(check.Message)}");
            if (check.Next is { } next)
            {
                printer.Line($"        → {Terminal.Harmless(next)}");
            }
        }
    }
}
