using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Homeport.Host.Tests.JsonRpc;

/// <summary>The client's end of <c>/ws</c>.</summary>
internal sealed class TestSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _notifications = [];
    private int _lastId;

    public static async Task<TestSocket> OwnerAsync(TestHost host)
    {
        var socket = new TestSocket();
        socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {host.Token}");
        await socket.ConnectAsync(host, "/ws");
        return socket;
    }

    /// <param name="headers">Such as Origin and Cookie.</param>
    public static async Task<TestSocket> OpenAsync(TestHost host, string path, params (string Name, string Value)[] headers)
    {
        var socket = new TestSocket();
        foreach (var (name, value) in headers)
        {
            socket._socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(host, path);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What the host said when it closed.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public async Task<JsonElement> CallAsync(string method, string parameters)
    {
        var id = ++_lastId;
        var text = $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""";
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await ReceiveAsync() ?? throw new IOException("The host closed.");
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message;
            }

            _notifications.Enqueue(message);
        }
    }

    public async Task<JsonElement> NextAsync() => _notifications.Count > 0
        ? _notifications.Dequeue()
        : await ReceiveAsync() ?? throw new IOException("The host closed.");

    /// <returns>Null once the host has closed.</returns>
    public async Task<JsonElement?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private Task ConnectAsync(TestHost host, string path) => _socket.ConnectAsync(
        new Uri($"ws://127.0.0.1:{host.Running.Port}{path}"), TestContext.Current.CancellationToken);
}
