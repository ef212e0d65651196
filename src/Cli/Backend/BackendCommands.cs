using System.CommandLine;
using System.Runtime.InteropServices;

namespace Homeport.Cli.Backend;

/// <summary>Commands about the running host itself.</summary>
internal static class BackendCommands
{
    public static Command Open(Surroundings surroundings) =>
        new Command("open", "Open the browser at the running Homeport, logged in.").ForHost(
            surroundings,
            (command, _, cancellationToken) => new OpenBrowser(surroundings, command.Printer).RunAsync(command.Client, cancellationToken));

    public static Command Stop(Surroundings surroundings)
    {
        var all = new Option<bool>("--all") { Description = "Also end everything that was started from this data folder." };
        var command = new Command("stop", "Stop the running Homeport. What agents did is kept.") { all };
        return command.ForHost(
            surroundings,
            (host, parsed, cancellationToken) => new StopServer(host).RunAsync(parsed.GetValue(all), cancellationToken));
    }

    public static Command Status(Surroundings surroundings) =>
        new Command("status", "Show whether Homeport runs, where, and what its tasks do.").ForHost(
            surroundings, (command, _, cancellationToken) => new ShowStatus(command).RunAsync(cancellationToken));

    public static Command Version(Surroundings surroundings)
    {
        var command = new Command("version", "Show the version of this program.") { CommandOptions.Json };
        command.SetAction((parsed, _) => CommandOptions.RunAsync(surroundings, parsed.GetValue(CommandOptions.Json), printer =>
        {
            var report = new VersionReport(surroundings.Version, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
            if (printer.IsJson)
            {
                printer.Json(report, CliJson.Default.VersionReport);
            }
            else
            {
                printer.Line($"homeport {report.Version} ({report.Runtime}, {report.Platform})");
            }

            return Task.FromResult(ExitCodes.Ok);
        }));
        return command;
    }
}
