using System.Text;
using System.Text.Json;
using Homeport.Host.Import;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Protocol.Events;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Conversations;

/// <summary>A conversation as text, for an agent that was not there: what the person and the agent said, not what tools did.</summary>
internal sealed class Transcript(Database database, PastTranscript past)
{
    public const int Longest = 60_000;
    private const int LongestFirst = 8_000;
    private const int Page = 500;

    /// <summary>What was said before a turn, introduced, bounded; null if nothing was.</summary>
    public async Task<string?> BeforeAsync(UnitTask task, int turn, CancellationToken cancellationToken)
    {
        var turns = await database.ReadAsync(scope => SessionStore.TurnsOfTask(scope, task.Id), cancellationToken);
        var counting = turns.Where(known => known.Number < turn && known.UndoneBy is null).Select(known => known.Id).ToHashSet(StringComparer.Ordinal);
        return Introduce(
            [.. await past.BeforeTaskAsync(task, cancellationToken), .. (await ReadAsync(task, counting, cancellationToken)).Select(entry => entry.ToString())],
            "This work was begun in another session. This is what was said in it; the working tree holds what was done.");
    }

    /// <summary>What was said, bounded, behind a sentence that says what it is; null if nothing was.</summary>
    /// <param name="said">Each as <see cref="Say"/> writes it.</param>
    /// <param name="introduction">A sentence.</param>
    public static string? Introduce(IReadOnlyList<string> said, string introduction)
    {
        var text = Shorten(said);
        return text.Length == 0
            ? null
            : $"""
            {introduction}

            <conversation>
            {text}
            </conversation>

            Go on from there.
            """;
    }

    /// <summary>Who said what.</summary>
    public static string Say(bool isPerson, string text) => text.Length == 0 ? "" : $"[{(isPerson ? "Person" : "Agent")}]\n{text.Trim()}";

    /// <summary>What the agent said in one turn.</summary>
    public async Task<string> OfTurnAsync(UnitTask task, string turnId, CancellationToken cancellationToken)
    {
        var said = await ReadAsync(task, [turnId], cancellationToken);
        return string.Join("\n\n", said.Where(entry => !entry.IsPerson).Select(entry => entry.Text.ToString().Trim()).Where(text => text.Length > 0));
    }

    private async Task<IReadOnlyList<Entry>> ReadAsync(UnitTask task, HashSet<string> turns, CancellationToken cancellationToken)
    {
        var filter = new EventFilter { TaskId = task.Id, Kinds = [EventKinds.UserMessage, EventKinds.AgentMessage] };
        var entries = new List<Entry>();
        var known = new Dictionary<string, Entry>(StringComparer.Ordinal);
        long after = 0;
        while (true)
        {
            var page = await database.Events.ReadAsync(task.WorkspaceId, after, Page, filter, cancellationToken);
            foreach (var stored in page.Where(stored => stored.TurnId is not null && turns.Contains(stored.TurnId)))
            {
                Add(stored);
            }

            if (page.Count == 0)
            {
                return entries;
            }

            after = page[^1].Sequence;
        }

        void Add(StoredEvent stored)
        {
            using var payload = JsonDocument.Parse(stored.Payload);
            var message = payload.RootElement;
            if (message.TryGetProperty("parentItemId", out var parent) && parent.ValueKind == JsonValueKind.String)
            {
                return; // a sub-agent's words
            }

            var item = stored.ItemId ?? $"event-{stored.Sequence}";
            if (!known.TryGetValue(item, out var entry))
            {
                known[item] = entry = new Entry(stored.Kind == EventKinds.UserMessage);
                entries.Add(entry);
            }

            entry.Take(message);
        }
    }

    /// <summary>Of a long conversation what it was about, and its end.</summary>
    private static string Shorten(IReadOnlyList<string> said)
    {
        var texts = said.Where(text => text.Length > 0).ToArray();
        if (texts.Sum(text => text.Length + 2) <= Longest)
        {
            return string.Join("\n\n", texts);
        }

        var first = Cut(texts[0], LongestFirst);
        var left = Longest - first.Length;
        var kept = new List<string>();
        foreach (var text in texts.Skip(1).Reverse())
        {
            if (text.Length + 2 > left)
            {
                break;
            }

            left -= text.Length + 2;
            kept.Insert(0, text);
        }

        return string.Join("\n\n", [first, $"[{texts.Length - 1 - kept.Count} messages are left out here]", .. kept.Count > 0 ? kept : [Cut(texts[^1], left)]]);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, Math.Max(length - 1, 0))}…";

    private sealed class Entry(bool isPerson)
    {
        public bool IsPerson { get; } = isPerson;
        public StringBuilder Text { get; } = new();

        /// <summary>Either the whole text or a piece at its offset.</summary>
        public void Take(JsonElement message)
        {
            if (message.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            {
                Text.Clear().Append(text.GetString());
            }
            else if (message.TryGetProperty("append", out var append) && append.ValueKind == JsonValueKind.String)
            {
                var offset = message.TryGetProperty("offset", out var at) && at.TryGetInt32(out var number) ? number : Text.Length;
                Text.Length = Math.Min(Text.Length, offset);
                Text.Append(append.GetString());
            }
        }

        public override string ToString() => Say(IsPerson, Text.ToString());
    }
}
