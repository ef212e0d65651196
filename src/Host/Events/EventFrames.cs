using System.Buffers;
using System.Text;
using System.Text.Json;
using Homeport.Host.Http;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage.Events;

namespace Homeport.Host.Events;

/// <summary>
/// Writes entries of the feed as frames: stored events many to a notification, pieces of text each in its own. The JSON of an
/// entry is made once and shared by all who get it live; what is done for each of them is copying.
/// </summary>
internal sealed class EventFrames
{
    /// <summary>A frame is closed when it has grown so large, so that a client can begin to show it.</summary>
    private const int FrameBytes = 64 << 10;

    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _message = new(4096);
    private readonly ArrayBufferWriter<byte> _frames = new(4096);
    private readonly byte[] _head;
    private readonly string _subscriptionId;

    public EventFrames(string subscriptionId)
    {
        _subscriptionId = subscriptionId;
        _head = Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","method":"{{EventNotification.Method}}","params":{"subscriptionId":"{{subscriptionId}}","events":[""");
    }

    /// <summary>The frames so far.</summary>
    public ReadOnlyMemory<byte> Written => _frames.WrittenMemory;

    public void Clear() => _frames.ResetWrittenCount();

    public void Append(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case StoredEvent stored:
                    AppendEvent(stored);
                    break;
                case TransientEvent transient:
                    CloseEvents();
                    FrameStream.AppendText(_frames, transient.WireForm(Encode));
                    break;
                case EventGap gap:
                    CloseEvents();
                    FrameStream.AppendText(_frames, Gap(gap));
                    break;
                default:
                    throw new InvalidOperationException($"{entry.GetType()} has no form on the wire.");
            }
        }

        CloseEvents();
    }

    private void AppendEvent(StoredEvent stored)
    {
        _message.Write(_message.WrittenCount == 0 ? _head : ","u8);
        _message.Write(stored.WireForm(Encode));
        if (_message.WrittenCount >= FrameBytes)
        {
            CloseEvents();
        }
    }

    private void CloseEvents()
    {
        if (_message.WrittenCount > 0)
        {
            _message.Write("]}}"u8);
            FrameStream.AppendText(_frames, _message.WrittenSpan);
            _message.ResetWrittenCount();
        }
    }

    private static byte[] Encode(FeedEntry entry) => entry switch
    {
        StoredEvent stored => EventJson.Write(stored),
        TransientEvent transient => Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","method":"{{TextDelta.Method}}","params":{{transient.Payload}}}"""),
        _ => throw new InvalidOperationException($"{entry.GetType()} is not shared."),
    };

    private byte[] Gap(EventGap gap)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", GapNotification.Method);
            writer.WritePropertyName("params");
            JsonSerializer.Serialize(
                writer, new GapNotification { SubscriptionId = _subscriptionId, From = gap.From, To = gap.To },
                ProtocolJson.Default.GapNotification);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
