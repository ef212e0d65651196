using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Homeport.Testing;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>The event stream as a client sees it: <c>subscribeEvents</c> over the WebSocket, every event once, in order.</summary>
internal sealed class EventTail : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Recording<JsonObject> _events = new();
    private readonly TaskCompletionSource<JsonObject> _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    /// <summary>Stored events (<c>sequence</c>, <c>kind</c>, <c>payload</c>…) in the order of arrival.</summary>
    public IReadOnlyList<JsonObject> All => _events.All;

    /// <summary>Pieces of text as they were streamed, before they were stored.</summary>
    public Recording<JsonObject> Deltas { get; } = new();

    /// <summary>Everything after <paramref name="fromSequence"/>, then live.</summary>
    public static async Task<EventTail> OpenAsync(HomeportProcess homeport, long fromSequence, CancellationToken cancellationToken)
    {
        var tail = new EventTail();
        try
        {
            tail._socket.Options.SetRequestHeader("Authorization", $"Bearer {homeport.Token}");
            await tail._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{homeport.Port}/ws"), cancellationToken);
            tail._reading = tail.ReadAsync(tail._end.Token);
            var request = new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 1,
                ["method"] = "subscribeEvents",
                ["params"] = new JsonObject { ["fromSequence"] = fromSequence },
            };
            await tail._socket.SendAsync(
                System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            await tail._subscribed.Task.WaitAsync(cancellationToken);
            return tail;
        }
        catch
        {
            await tail.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first event that fits, past or future. Fails when the connection ends before.</summary>
    public async Task<JsonObject> FindAsync(Func<JsonObject, bool> fits, CancellationToken cancellationToken) =>
        await _events.FindAsync(fits, cancellationToken);

    public async Task<JsonObject> FindAsync(string kind, CancellationToken cancellationToken) =>
        await FindAsync(entry => entry["kind"]!.GetValue<string>() == kind, cancellationToken);

    /// <summary>The task in a <c>task_changed</c> event, once it is in one of these states.</summary>
    public async Task<JsonObject> FindTaskAsync(string taskId, CancellationToken cancellationToken, params IReadOnlyList<string> states)
    {
        var found = await FindAsync(entry => TaskOf(entry, taskId) is { } task && states.Contains(task["state"]!.GetValue<string>()), cancellationToken);
        return TaskOf(found, taskId)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private static JsonObject? TaskOf(JsonObject entry, string taskId) =>
        entry["kind"]!.GetValue<string>() == "task_changed" &&
        entry["payload"]!["task"] is JsonObject task && task["id"]!.GetValue<string>() == taskId ? task : null;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var end = new EndOfStreamException("the event stream ended");
        try
        {
            while (await ReceiveAsync(cancellationToken) is { } message)
            {
                Take(message);
            }
        }
        catch (Exception closed) when (closed is WebSocketException or OperationCanceledException)
        {
            end = new EndOfStreamException($"the event stream ended: {closed.Message}", closed);
        }

        _subscribed.TrySetException(end);
        _events.End(end);
        Deltas.End(end);
    }

    private void Take(JsonObject message)
    {
        switch (message["method"]?.GetValue<string>())
        {
            case "event":
                foreach (var entry in message["params"]!["events"]!.AsArray())
                {
                    _events.Add((JsonObject)entry!);
                }

                break;
            case "delta":
                Deltas.Add((JsonObject)message["params"]!);
                break;
            case null when message["error"] is { } error:
                _subscribed.TrySetException(new InvalidOperationException($"subscribeEvents was refused: {error.ToJsonString()}"));
                break;
            case null:
                _subscribed.TrySetResult(message);
                break;
        }
    }

    private async Task<JsonObject?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return (JsonObject)JsonNode.Parse(text.ToArray())!;
    }
}
