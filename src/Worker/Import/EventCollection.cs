using System.Globalization;
using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Worker.Import;

/// <summary>
/// Gathers what is told of a session as events. Their sequences and item ids follow from the places of the entries, so they
/// are the same each time. What is long is cut, as it is in the log of a task.
/// </summary>
internal sealed class EventCollection : IAgentSink
{
    public const int EventsOfEntry = 1024;
    private const int MostOfEntry = 1024 * 1024;
    private const int LongestText = 64 * 1024;
    private const int KeptAtEachEnd = 8 * 1024;
    private const int LongestImage = 256 * 1024;

    private long _place;
    private int _ofEntry;
    private int _items;
    private int _charactersOfEntry;
    private DateTimeOffset _at;

    public List<EventView> Events { get; } = [];

    /// <summary>Roughly, as text.</summary>
    public long Characters { get; private set; }

    public static long SequenceOf(long place) => (place * EventsOfEntry) + 1;

    public static long PlaceOf(long sequence) => (sequence - 1) / EventsOfEntry;

    /// <summary>What comes is of this entry. One that tells no time has that of the entry before it.</summary>
    public void Begin(long place, DateTimeOffset? at)
    {
        (_place, _ofEntry, _items, _charactersOfEntry) = (place, 0, 0, 0);
        _at = at ?? _at;
    }

    /// <summary>The id of an item: by the agent's own where it has one.</summary>
    public string IdOf(string? native) =>
        native ?? string.Create(CultureInfo.InvariantCulture, $"entry-{_place}-{_items++}");

    public ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken)
    {
        var length = payload.GetRawText().Length;
        if (length > LongestText && kind == EventKinds.ToolCall)
        {
            payload = JsonSerializer.SerializeToElement(Cut(payload.Deserialize(ProtocolJson.Default.ToolCallPayload)!), ProtocolJson.Default.ToolCallPayload);
            length = payload.GetRawText().Length;
        }
        else if (length > LongestText && kind == EventKinds.UserMessage)
        {
            var message = payload.Deserialize(ProtocolJson.Default.UserMessagePayload)!;
            payload = JsonSerializer.SerializeToElement(message with { Text = Cut(message.Text) }, ProtocolJson.Default.UserMessagePayload);
            length = payload.GetRawText().Length;
        }

        _charactersOfEntry += length;
        if (_ofEntry < EventsOfEntry - 1 && _charactersOfEntry <= MostOfEntry)
        {
            Characters += length;
            Events.Add(new EventView
            {
                Sequence = SequenceOf(_place) + _ofEntry++,
                Kind = kind,
                At = _at,
                ItemId = itemId ?? (kind == EventKinds.Plan ? null : IdOf(null)), // plans without an id are one, the last
                Payload = payload,
            });
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StreamTextAsync(string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken) =>
        ReplaceTextAsync(kind, itemId, text, parentItemId, done: true, cancellationToken);

    public ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken) => PublishAsync(
        kind, itemId,
        JsonSerializer.SerializeToElement(
            new TextPayload { Text = Cut(text), ParentItemId = parentItemId, Done = done }, ProtocolJson.Default.TextPayload),
        cancellationToken);

    public ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static ToolCallPayload Cut(ToolCallPayload call) => call with
    {
        Content = call.Content?.Select(Cut).ToArray(),
        Input = call.Input is { } input && input.GetRawText().Length > LongestText ? null : call.Input,
    };

    private static ToolContent Cut(ToolContent content) => content.Data is { Length: > LongestImage } data
        ? new ToolContent { Type = ToolContentType.Text, Text = string.Create(CultureInfo.InvariantCulture, $"[an image of about {data.Length * 3L / 4 / 1024} KiB]") }
        : content with
        {
            Text = content.Text is null ? null : Cut(content.Text),
            TotalBytes = content.Text is { Length: > LongestText } text ? text.Length : content.TotalBytes,
            OldText = content.OldText is null ? null : Cut(content.OldText),
            NewText = content.NewText is null ? null : Cut(content.NewText),
        };

    private static string Cut(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        var left = text.Length - (2 * KeptAtEachEnd);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..KeptAtEachEnd]}\n… {left} characters are left out here …\n{text[^KeptAtEachEnd..]}");
    }
}
