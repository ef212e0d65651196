using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Client;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Backend;

/// <summary><c>homeport status</c>.</summary>
internal sealed class ShowStatus(HostCommand command)
{
    private const int PageSize = 200;
    private const int MostPages = 50;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var root = command.Client.Root;
        if (!await HostPresence.IsRunningAsync(root, command.Surroundings.Time, cancellationToken))
        {
            return PrintNotRunning(root);
        }

        var file = HostPresence.ReadPidFile(root);
        var report = new StatusReport
        {
            Running = true,
            Root = root,
            Url = file is null ? null : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{file.Port}"),
            Pid = file?.Pid,
            Port = file?.Port,
            SocketPath = file?.SocketPath,
            Version = file?.Version,
            StartedAt = file?.StartedAt,
            Health = await command.Client.CallAsync<NoRequest, HealthView>("getHealth", new NoRequest(), cancellationToken),
            Tasks = await CountAsync(cancellationToken),
        };
        Print(report);
        return ExitCodes.Ok;
    }

    private int PrintNotRunning(string root)
    {
        if (!command.Printer.IsJson)
        {
            throw HostClient.NotRunning(root);
        }

        command.Printer.Json(new StatusReport { Running = false, Root = root }, CliJson.Default.StatusReport);
        return ExitCodes.NotRunning;
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var request = JsonSerializer.SerializeToElement(new ListUnitTasksRequest { Limit = PageSize, Cursor = cursor }, ProtocolJson.Default.ListUnitTasksRequest);
            var result = await command.Client.CallAsync("listUnitTasks", request, cancellationToken);
            foreach (var task in result.GetProperty("tasks").EnumerateArray())
            {
                var state = task.GetProperty("state").GetString() ?? "unknown";
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }

            cursor = result.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            if (cursor is null)
            {
                break;
            }
        }

        return counts;
    }

    private void Print(StatusReport report)
    {
        if (command.Printer.IsJson)
        {
            command.Printer.Json(report, CliJson.Default.StatusReport);
            return;
        }

        var health = report.Health!;
        var since = TaskWords.Age(command.Surroundings.Time.GetUtcNow().AddSeconds(-health.Uptime), command.Surroundings.Time);
        command.Printer.Line($"Homeport {health.Version} runs at {report.Url ?? "its socket"} for {since} ({health.Status}).");
        command.Printer.Line($"Process {report.Pid}, data folder {report.Root}, store {health.Store}, {Count(health.Workers, "worker")}.");
        command.Printer.Line(report.Tasks is { Count: > 0 } tasks
            ? "Tasks: " + string.Join(", ", tasks.Select(pair => $"{pair.Value} {pair.Key.Replace('_', ' ')}"))
            : "No tasks yet. Make one in a repository: homeport task create --add --start \"what to do\"");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
