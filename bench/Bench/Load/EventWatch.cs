using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Homeport.Bench.Programs;
using Homeport.Testing;

namespace Homeport.Bench.Load;

/// <summary>Follows the events and keeps each with the time of its arrival.</summary>
internal sealed class EventWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClientWebSocket _socket = new();
    private readonly Recording<Seen> _seen = new();
    private readonly Recording<Seen> _deltas = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private bool _keepsDeltas;

    /// <param name="server">Whose events.</param>
    /// <param name="topics">Such as <c>"tasks"</c>, quoted, with commas between.</param>
    /// <param name="keepsDeltas">Whether text that is streamed counts too; a flood of it costs more than is measured.</param>
    public static async Task<EventWatch> OpenAsync(HomeportServer server, string topics, bool keepsDeltas = false)
    {
        var watch = new EventWatch { _keepsDeltas = keepsDeltas };
        watch._socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        await watch._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws"), CancellationToken.None);
        watch._reading = watch.ReadAsync();
        await watch._socket.SendAsync(
            Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":1,"method":"subscribeEvents","params":{"topics":[{{{topics}}}]}}"""),
            WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await watch._subscribed.Task.WaitAsync(Patience, TimeProvider.System);
        return watch;
    }

    /// <summary>When the first event came that fits, as a <see cref="Stopwatch"/> timestamp.</summary>
    public async Task<long> WhenAsync(Func<JsonObject, bool> fits) =>
        (await _seen.FindAsync(seen => fits(seen.Event), CancellationToken.None).WaitAsync(Patience, TimeProvider.System)).At;

    /// <summary>When the first text of this task was streamed.</summary>
    public async Task<long> WhenStreamingAsync(string taskId) => (await _deltas
        .FindAsync(seen => seen.Event["taskId"]!.GetValue<string>() == taskId, CancellationToken.None).WaitAsync(Patience, TimeProvider.System)).At;

    /// <summary>When the task came into one of these states.</summary>
    public Task<long> WhenTaskAsync(string taskId, params string[] states) => WhenAsync(
        entry => TaskOf(entry, taskId) is { } task && states.Contains(task["state"]!.GetValue<string>()));

    public static JsonObject? TaskOf(JsonObject entry, string taskId) =>
        entry["kind"]!.GetValue<string>() == "task_changed" && entry["taskId"]!.GetValue<string>() == taskId ? (JsonObject)entry["payload"]!["task"]! : null;

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(message.GetBuffer().AsSpan(0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception closed) when (closed is WebSocketException or OperationCanceledException)
        {
            // Disposed, or the host stopped.
        }

        _seen.End(new IOException("The event stream ended."));
        _deltas.End(new IOException("The event stream ended."));
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        var at = Stopwatch.GetTimestamp();
        if (message.IndexOf("\"method\":\"delta\""u8) >= 0)
        {
            if (_keepsDeltas)
            {
                _deltas.Add(new Seen((JsonObject)JsonNode.Parse(message)!["params"]!, at));
            }

            return;
        }

        var json = (JsonObject)JsonNode.Parse(message)!;
        if (json["method"] is null)
        {
            _subscribed.TrySetResult();
            return;
        }

        foreach (var entry in json["params"]?["events"]?.AsArray() ?? [])
        {
            _seen.Add(new Seen((JsonObject)entry!, at));
        }
    }

    private sealed record Seen(JsonObject Event, long At);
}
