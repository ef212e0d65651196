using System.Text.Json;
using Homeport.Agents.Past;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Import;

/// <summary>
/// Tells a page of a session as events. A page is made of whole entries and bounded in entries, bytes and events, so a file of
/// any size is shown with the same little memory.
/// </summary>
internal sealed class ReadPastEvents(PastStores stores)
{
    private const long MostRead = 8 * 1024 * 1024;
    private const long MostCharacters = 2 * 1024 * 1024;

    public async Task<ReadPastEventsResponse> RunAsync(ReadPastEventsRequest request, CancellationToken cancellationToken)
    {
        using var session = stores.Open(request.AgentType, request.Path);
        return request.After is { } after
            ? await ForwardAsync(session, after, request.Limit, cancellationToken)
            : await BackwardAsync(session, request.Before, request.Limit, cancellationToken);
    }

    private static async Task<ReadPastEventsResponse> ForwardAsync(IPastEntries session, long after, int limit, CancellationToken cancellationToken)
    {
        var start = after <= 0 ? 0 : EventCollection.PlaceOf(after);
        var skipped = after > 0;
        var told = new EventCollection();
        var teller = new Telling(session, told, FolderOf(session));
        foreach (var entry in session.From(start, session.End))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (skipped && entry.Place == start)
            {
                continue; // the page before ended with it
            }

            await teller.TellAsync(entry, cancellationToken);
            if (told.Events.Count >= limit || told.Characters >= MostCharacters)
            {
                return Page(told.Events, entry.Next < session.End, EventCollection.SequenceOf(entry.Place));
            }
        }

        return Page(told.Events, false, told.Events is [.., var last] ? last.Sequence : after);
    }

    private static async Task<ReadPastEventsResponse> BackwardAsync(IPastEntries session, long? before, int limit, CancellationToken cancellationToken)
    {
        var end = before is { } sequence ? Math.Min(EventCollection.PlaceOf(sequence), session.End) : session.End;
        var folder = FolderOf(session);
        while (true)
        {
            var start = StartOf(session, end, limit);
            var told = new EventCollection();
            var teller = new Telling(session, told, folder);
            foreach (var entry in session.From(start, end))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await teller.TellAsync(entry, cancellationToken);
            }

            if (told.Events.Count > 0 || start == 0)
            {
                return Newest(told.Events, limit, start);
            }

            end = start; // nothing to show there
        }
    }

    /// <summary>Where to begin reading so that a page fills well.</summary>
    private static long StartOf(IPastEntries session, long end, int limit)
    {
        var (start, count) = (0L, 0);
        foreach (var place in session.PlacesBefore(end))
        {
            start = place;
            if (++count >= limit || end - place >= MostRead)
            {
                break;
            }
        }

        return count == 0 ? 0 : start;
    }

    /// <summary>Of too many events the last, by whole entries.</summary>
    private static ReadPastEventsResponse Newest(List<EventView> events, int limit, long start)
    {
        var (first, size) = (events.Count, 0L);
        while (first > 0)
        {
            var place = EventCollection.PlaceOf(events[first - 1].Sequence);
            var begin = first - 1;
            while (begin > 0 && EventCollection.PlaceOf(events[begin - 1].Sequence) == place)
            {
                begin--;
            }

            size += events[begin..first].Sum(one => (long)one.Payload.GetRawText().Length);
            if (first < events.Count && (events.Count - begin > limit || size > MostCharacters))
            {
                break;
            }

            first = begin;
        }

        return Page(events[first..], first > 0 || start > 0, first < events.Count ? events[first].Sequence : 1);
    }

    private static ReadPastEventsResponse Page(IReadOnlyList<EventView> events, bool hasMore, long sequence) =>
        new() { Items = events, HasMore = hasMore, Sequence = sequence };

    /// <summary>Where the agent worked: it is told near the beginning.</summary>
    private static string FolderOf(IPastEntries session)
    {
        var facts = new PastFacts();
        foreach (var entry in session.From(0, session.End).Take(20))
        {
            if (entry.Json.ValueKind == JsonValueKind.Object)
            {
                session.Record.Gather(entry.Json, facts);
            }

            if (facts.Folder is not null)
            {
                break;
            }
        }

        return facts.Folder ?? "/";
    }

    /// <summary>Tells entries, also those that are no JSON.</summary>
    private sealed class Telling(IPastEntries session, EventCollection told, string folder)
    {
        private readonly IPastTeller _teller = session.Record.Teller(folder, told, told.IdOf);

        public async ValueTask TellAsync(PastEntry entry, CancellationToken cancellationToken)
        {
            if (entry.Json.ValueKind == JsonValueKind.Object)
            {
                told.Begin(entry.Place, session.Record.TimeOf(entry.Json));
                await _teller.TellAsync(entry.Json, cancellationToken);
                return;
            }

            told.Begin(entry.Place, null);
            var total = entry.Next - entry.Place;
            var isCut = total > (entry.Text?.Length ?? 0) + 1;
            await told.PublishAsync(
                EventKinds.Raw, null,
                JsonSerializer.SerializeToElement(
                    new RawPayload { Source = "file", Text = entry.Text ?? "", Truncated = isCut ? true : null, TotalBytes = isCut ? total : null },
                    ProtocolJson.Default.RawPayload),
                cancellationToken);
        }
    }
}
