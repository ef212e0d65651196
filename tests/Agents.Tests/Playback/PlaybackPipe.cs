using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Homeport.Agents.Tests.Playback;

/// <summary>
/// Plays the agent's side of a transcript. Where the recording client spoke, it waits until ours says the same kind of
/// thing; ids of requests are ours in what follows.
/// </summary>
internal sealed class PlaybackPipe(Transcript transcript, bool endsByItself = false) : IAgentPipe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<JsonObject> _written = Channel.CreateUnbounded<JsonObject>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, JsonNode> _ids = [];
    private readonly List<JsonObject> _early = [];

    /// <summary>Everything that was said to the agent.</summary>
    public List<JsonObject> Written { get; } = [];

    public Task InputClosed => _closed.Task;

    public async IAsyncEnumerable<AgentLine> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in transcript.Entries)
        {
            if (entry.IsFromClient)
            {
                await ExpectAsync(entry.Message, cancellationToken);
                continue;
            }

            var bytes = Encoding.UTF8.GetBytes(Translate(entry.Message).ToJsonString());
            yield return new(bytes, TooLong: false, bytes.Length);
            Array.Clear(bytes); // nobody may keep a line
        }

        if (!endsByItself)
        {
            await _closed.Task.WaitAsync(cancellationToken);
        }
    }

    public ValueTask WriteLineAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var message = JsonNode.Parse(utf8.Span)!.AsObject();
        lock (Written)
        {
            Written.Add(message);
        }

        return _written.Writer.WriteAsync(message, cancellationToken);
    }

    public ValueTask CloseInputAsync()
    {
        _closed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    /// <summary>The last thing of a kind that was said to the agent.</summary>
    public JsonObject Said(string kind)
    {
        lock (Written)
        {
            return Written.Last(message => KindOf(message) == kind);
        }
    }

    private async Task ExpectAsync(JsonObject recorded, CancellationToken cancellationToken)
    {
        var message = await NextAsync(KindOf(recorded), cancellationToken);
        if (IdOf(recorded) is { } theirs && IdOf(message) is { } ours)
        {
            _ids[theirs.ToJsonString()] = ours;
        }
    }

    private async Task<JsonObject> NextAsync(string kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_early.Find(early => KindOf(early) == kind) is { } message)
            {
                _early.Remove(message);
                return message;
            }

            try
            {
                _early.Add(await _written.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken));
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"The client never said {kind}.");
            }
        }
    }

    private static string KindOf(JsonObject message) => message switch
    {
        _ when message["method"] is { } method => method.GetValue<string>(),
        _ when message["type"] is { } type => type.GetValue<string>() == "control_request"
            ? $"control_request {message["request"]!["subtype"]}"
            : type.GetValue<string>(),
        _ => $"response {message["id"]}",
    };

    private static JsonNode? IdOf(JsonObject message) =>
        message["type"]?.GetValue<string>() == "control_request" ? message["request_id"]
        : message["type"]?.GetValue<string>() == "user" ? message["uuid"]
        : message["method"] is not null ? message["id"]
        : null;

    private JsonObject Translate(JsonObject message)
    {
        var translated = message.DeepClone().AsObject();
        if (translated["type"]?.GetValue<string>() == "control_response" && translated["response"] is JsonObject response)
        {
            Replace(response, "request_id");
        }
        else if (translated["type"]?.GetValue<string>() == "command_lifecycle")
        {
            Replace(translated, "command_uuid");
        }
        else if (translated["method"] is null && translated["id"] is not null)
        {
            Replace(translated, "id");
        }

        return translated;
    }

    private void Replace(JsonObject message, string member)
    {
        if (message[member] is { } recorded && _ids.TryGetValue(recorded.ToJsonString(), out var ours))
        {
            message[member] = ours.DeepClone();
        }
    }
}
