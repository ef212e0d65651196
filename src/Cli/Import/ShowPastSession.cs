using System.Text.Json;
using Homeport.Cli.Logs;
using Homeport.Cli.Output;
using Homeport.Protocol;
using Homeport.Protocol.Import;

namespace Homeport.Cli.Import;

/// <summary><c>homeport import show</c>: the session as lines, with <c>--json</c> an event on each.</summary>
internal sealed class ShowPastSession(HostCommand command)
{
    private const int PageSize = 500;

    public async Task<int> RunAsync(string reference, CancellationToken cancellationToken)
    {
        var id = await command.Client.FindPastSessionAsync(reference, cancellationToken);
        var session = (await command.Client.CallAsync<GetPastSessionRequest, GetPastSessionResponse>(
            "getPastSession", new GetPastSessionRequest { Id = id }, cancellationToken)).Session;
        if (command.Printer.IsRich)
        {
            command.Printer.Line(Terminal.Harmless(session.Title));
            command.Printer.Line(Terminal.Harmless($"  {session.AgentType} {session.AgentVersion}, {session.Folder}, {session.Path}"));
            command.Printer.Line();
        }

        var lines = new EventLines(command);
        for (long after = 0; ;)
        {
            var page = await command.Client.CallAsync(
                "listPastSessionEvents",
                JsonSerializer.SerializeToElement(
                    new ListPastSessionEventsRequest { Id = session.Id, After = after, Limit = PageSize }, ProtocolJson.Default.ListPastSessionEventsRequest),
                cancellationToken);
            foreach (var entry in page.GetProperty("events").EnumerateArray())
            {
                lines.Print(entry.Deserialize(ProtocolJson.Default.EventView)!);
            }

            if (!page.GetProperty("hasMore").GetBoolean())
            {
                lines.End();
                return ExitCodes.Ok;
            }

            after = page.GetProperty("sequence").GetInt64();
        }
    }
}
