using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Conversations;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Import;

/// <summary>What was said in a session of an agent's own, as text for an agent that cannot open it.</summary>
internal sealed class PastTranscript(Database database, IWorkerRpc worker)
{
    private const int EventsOfPage = 500;
    private const int MostPages = 40;

    /// <summary>Introduced and bounded; empty if nothing was said.</summary>
    public async Task<Result<string>> TextAsync(PastSessionRow row, CancellationToken cancellationToken) =>
        (await SaidAsync(row, DateTimeOffset.MaxValue, cancellationToken)).Succeeded(out var said, out var problem)
            ? Transcript.Introduce(said, "This work was begun in another session, outside of Homeport. This is what was said in it.") ?? ""
            : problem;

    /// <summary>What was said in the session with which a task goes on, before there was the task; nothing where it cannot be read.</summary>
    public async Task<IReadOnlyList<string>> BeforeTaskAsync(UnitTask task, CancellationToken cancellationToken) =>
        await database.ReadAsync(scope => PastSessionStore.OfTask(scope, task.Id), cancellationToken) is { } row &&
        (await SaidAsync(row, task.CreatedAt, cancellationToken)).Succeeded(out var said, out _)
            ? said
            : [];

    /// <summary>Read from its end, until there is enough.</summary>
    private async Task<Result<List<string>>> SaidAsync(PastSessionRow row, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var length = 0;
        long? before = null;
        for (var page = 0; page < MostPages && length <= Transcript.Longest; page++)
        {
            var asked = await worker.CallAsync<ReadPastEventsRequest, ReadPastEventsResponse>(
                WorkerMethods.ReadPastEvents,
                new ReadPastEventsRequest { AgentType = row.AgentType, Path = row.Path, Before = before, Limit = EventsOfPage }, cancellationToken);
            if (!asked.Succeeded(out var events, out var problem))
            {
                return problem;
            }

            string[] texts = [.. events.Items.Where(told => told.At < end).Select(TextOf).OfType<string>()];
            said.InsertRange(0, texts);
            length += texts.Sum(text => text.Length);
            before = events.Sequence;
            if (!events.HasMore)
            {
                break;
            }
        }

        if (said.Count > 0 && length > Transcript.Longest && row.FirstPrompt is { } first)
        {
            said.Insert(0, Transcript.Say(isPerson: true, first)); // what it was about
        }

        return said;
    }

    private static string? TextOf(EventView told)
    {
        var isPerson = told.Kind == EventKinds.UserMessage;
        return (isPerson || told.Kind == EventKinds.AgentMessage) && told.Payload.ValueKind == JsonValueKind.Object &&
            told.Payload.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } words
                ? Transcript.Say(isPerson, words)
                : null;
    }
}
