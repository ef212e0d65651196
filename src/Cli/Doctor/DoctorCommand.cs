using System.CommandLine;
using Homeport.Cli.Output;

namespace Homeport.Cli.Doctor;

/// <summary><c>homeport doctor</c>: what this machine lacks, each finding with what mends it.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var port = new Option<int?>("--port", "-p") { Description = "The port to look at (default: 42424).", HelpName = "NUMBER" };
        var command = new Command("doctor", "Check this machine; each finding says what to do. Needs no running Homeport.") { port };
        return command.ForHost(surroundings, async (host, parsed, cancellationToken) =>
        {
            var report = await new Doctor(surroundings, host.Client).RunAsync(parsed.GetValue(port), cancellationToken);
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
                Finding.FailedWord => ("FAILED ", Terminal.Red),
                _ => ("warning", Terminal.Cyan),
            };
            printer.Line($"{(printer.HasColour ? colour + mark + Terminal.Reset : mark)} {check.Name}: {Terminal.Harmless(check.Message)}");
            if (check.Why is { } why)
            {
                printer.Line($"        {Terminal.Harmless(why)}");
            }

            if (check.Next is { } next)
            {
                printer.Line($"        → {Terminal.Harmless(next)}");
            }
        }
    }
}
