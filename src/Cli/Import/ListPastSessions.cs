using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Import;

namespace Homeport.Cli.Import;

/// <summary><c>homeport import list</c> and <c>refresh</c>.</summary>
internal sealed class ListPastSessions(HostCommand command)
{
    public async Task<int> RunAsync(ListPastSessionsRequest request, CancellationToken cancellationToken)
    {
        var result = await command.Client.CallAsync(
            "listPastSessions", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListPastSessionsRequest), cancellationToken);
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(result);
            return ExitCodes.Ok;
        }

        var sessions = result.GetProperty("pastSessions").EnumerateArray().Select(session => session.Deserialize(ProtocolJson.Default.PastSessionView)!).ToArray();
        if (sessions.Length == 0 && printer.IsRich)
        {
            printer.Line(request.Query is null ? "Claude Code, Codex and opencode keep no sessions on this machine." : "No session has all these words.");
        }
        else
        {
            printer.Table(
                ["ID", "AGENT", "WHEN", "MESSAGES", "TITLE", "PATH", "TASK"],
                sessions.Select(session => (IReadOnlyList<string>)
                [
                    session.NativeSessionId,
                    session.AgentType,
                    printer.IsRich ? TaskWords.Age(session.LastAt, command.Surroundings.Time) : session.LastAt.ToString("O", CultureInfo.InvariantCulture),
                    session.Messages.ToString(CultureInfo.InvariantCulture),
                    session.Title,
                    session.Folder ?? "",
                    session.TaskId is not { } task ? "" : printer.IsRich ? TaskReference.Short(task) : task,
                ]));
        }

        if (result.TryGetProperty("problem", out var problem))
        {
            printer.Note($"The agents' stores could not be read: {problem.GetString()}");
        }
        else if (result.GetProperty("reading").GetBoolean())
        {
            printer.Note("The agents' stores are still being read: there may be more in a moment. 'homeport import refresh' waits for it.");
        }
        else if (result.TryGetProperty("nextCursor", out _))
        {
            printer.Note("There are more: raise --limit, or narrow with words, --agent or --folder.");
        }

        return ExitCodes.Ok;
    }

    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        var found = await command.Client.CallAsync<NoRequest, RefreshPastSessionsResponse>("refreshPastSessions", new NoRequest(), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(JsonSerializer.SerializeToElement(found, ProtocolJson.Default.RefreshPastSessionsResponse));
            return ExitCodes.Ok;
        }

        command.Printer.Line(string.Create(
            CultureInfo.InvariantCulture, $"{found.Sessions} sessions: {found.Added} new, {found.Changed} changed, {found.Removed} gone."));
        foreach (var problem in found.Problems)
        {
            command.Printer.Note(problem);
        }

        return ExitCodes.Ok;
    }
}
