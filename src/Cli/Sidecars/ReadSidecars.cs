using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Services;

namespace Homeport.Cli.Sidecars;

/// <summary><c>homeport sidecar list</c> and <c>status</c>.</summary>
internal sealed class ReadSidecars(HostCommand command)
{
    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(await command.Client.CallAsync("listSidecars", parameters: null, cancellationToken));
            return ExitCodes.Ok;
        }

        var sidecars = await command.Client.ListSidecarsAsync(cancellationToken);
        if (sidecars.Count == 0 && printer.IsRich)
        {
            printer.Line("No sidecars. Add one: homeport sidecar add NAME -- COMMAND");
            return ExitCodes.Ok;
        }

        printer.Table(
            ["NAME", "STATE", "PORT", "PID", "RESTARTS", "SINCE", "COMMAND"],
            sidecars.Select(sidecar => (IReadOnlyList<string>)
            [
                sidecar.Name,
                Word(sidecar.Status.State),
                Ports(sidecar.Status),
                sidecar.Status.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "",
                sidecar.Status.Restarts.ToString(CultureInfo.InvariantCulture),
                printer.IsRich ? TaskWords.Age(sidecar.Status.At, command.Surroundings.Time) : sidecar.Status.At.ToString("O"),
                Line(sidecar.Definition),
            ]));
        return ExitCodes.Ok;
    }

    public async Task<int> ShowAsync(string name, CancellationToken cancellationToken)
    {
        Print(await command.Client.FindSidecarAsync(name, cancellationToken));
        return ExitCodes.Ok;
    }

    /// <summary>All of it; with <c>--json</c> the operation's own answer.</summary>
    public void Print(SidecarView sidecar)
    {
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(JsonSerializer.SerializeToElement(new SidecarResponse { Sidecar = sidecar }, ProtocolJson.Default.SidecarResponse));
            return;
        }

        var status = sidecar.Status;
        printer.Line($"{sidecar.Name}: {Word(status.State)}. {Terminal.Harmless(status.Reason)}");
        IReadOnlyList<(string Name, string? Value)> facts =
        [
            ("id", sidecar.Id),
            ("command", Line(sidecar.Definition)),
            ("folder", sidecar.Definition.WorkingDirectory),
            ("process", status.ProcessId?.ToString(CultureInfo.InvariantCulture)),
            ("port", Ports(status)),
            ("restarts", status.Restarts > 0 ? status.Restarts.ToString(CultureInfo.InvariantCulture) : null),
            ("next try", status.NextTryAt?.ToString("O")),
            ("starts", sidecar.AutoStart ? "by itself" : "when told to"),
        ];
        foreach (var (name, value) in facts.Where(fact => !string.IsNullOrEmpty(fact.Value)))
        {
            printer.Line($"  {name,-8} {Terminal.Harmless(value!)}");
        }

        foreach (var line in status.LastErrors)
        {
            printer.Line($"  | {Terminal.Harmless(line)}");
        }
    }

    private static string Word(ServiceState state) => state == ServiceState.Backoff ? "waiting to try again" : state.ToString().ToLowerInvariant();

    private static string Ports(ServiceStatus status) => string.Join(
        ",", status.Ports.Select(port => port.Port).Append(status.Port ?? 0).Where(port => port > 0).Distinct().Order());

    private static string Line(ServiceDefinition definition) => definition.Command ?? string.Join(' ', definition.Arguments ?? []);
}
