using System.Text.Json;
using Homeport.Protocol.Events;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>Events as clients see them.</summary>
internal static class EventViews
{
    public static EventView From(StoredEvent stored) => new()
    {
        Sequence = stored.Sequence,
        Kind = stored.Kind,
        At = stored.At,
        TaskId = stored.TaskId,
        SessionId = stored.SessionId,
        TurnId = stored.TurnId,
        ItemId = stored.ItemId,
        Payload = Parse(stored.Payload),
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
