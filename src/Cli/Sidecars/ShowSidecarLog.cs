using System.Text.Json;
using Homeport.Cli.Output;
using Homeport.Protocol;
using Homeport.Protocol.Services;

namespace Homeport.Cli.Sidecars;

/// <summary><c>homeport sidecar logs</c>: the last lines, then those that come.</summary>
internal sealed class ShowSidecarLog(HostCommand command)
{
    private const double WaitSeconds = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(string name, int? limit, bool follows, CancellationToken cancellationToken)
    {
        var id = (await command.Client.FindSidecarAsync(name, cancellationToken)).Id;
        var request = new ReadSidecarLogRequest { Id = id, Limit = limit };
        using var unread = new UnreadWatch(command.Surroundings.Time, cancellationToken);
        try
        {
            while (true)
            {
                var log = await ReadAsync(request, follows, unread.Token);
                foreach (var line in log?.Lines ?? [])
                {
                    Print(line);
                }

                if (!follows)
                {
                    return ExitCodes.Ok;
                }

                request = request with { From = log?.Next ?? request.From, Limit = null, WaitSeconds = WaitSeconds };
                if (log is null)
                {
                    await Task.Delay(Pause, command.Surroundings.Time, unread.Token);
                }
            }
        }
        catch (OperationCanceledException) when (follows)
        {
            return ExitCodes.Ok; // Ctrl-C is how following ends, or a reader who has left
        }
    }

    /// <summary>Null when the worker is away for a moment, which who follows waits for.</summary>
    private async Task<ServiceLogResponse?> ReadAsync(ReadSidecarLogRequest request, bool follows, CancellationToken cancellationToken)
    {
        try
        {
            return await command.Client.CallAsync<ReadSidecarLogRequest, ServiceLogResponse>("readSidecarLog", request, cancellationToken);
        }
        catch (CommandException away) when (follows && away.Problem.Code == ErrorCodes.Unavailable)
        {
            return null;
        }
    }

    private void Print(ServiceLogLine line)
    {
        if (command.Printer.IsJson)
        {
            command.Printer.JsonLine(JsonSerializer.SerializeToElement(line, ProtocolJson.Default.ServiceLogLine));
            return;
        }

        var text = Terminal.Harmless(line.Text);
        var isOurs = line.Source == ServiceLogSource.Supervisor;
        text = isOurs ? $"— {text}" : text;
        command.Printer.Line(isOurs && command.Printer.HasColour ? Terminal.Dim + text + Terminal.Reset : text);
        command.Surroundings.Output.Flush();
    }
}
