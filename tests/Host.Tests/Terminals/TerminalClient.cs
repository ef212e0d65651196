using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Homeport.Host.Tests.Terminals;

/// <summary>The client's end of <c>/ws/terminals/{id}</c>.</summary>
internal sealed class TerminalClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<TerminalClient> OpenAsync(TestHost host, string path, params (string Name, string Value)[] headers)
    {
        var client = new TerminalClient();
        try
        {
            foreach (var (name, value) in headers)
            {
                client._socket.Options.SetRequestHeader(name, value);
            }

            await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Running.Port}{path}"), TestContext.Current.CancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public static Task<TerminalClient> OwnerAsync(TestHost host, string terminalId, string query = "") =>
        OpenAsync(host, $"/ws/terminals/{terminalId}{query}", ("Authorization", $"Bearer {host.Token}"));

    public Task TypeAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <returns>A text as it is, a binary frame as its first byte and the rest as text, null once the host has closed.</returns>
    public async Task<string?> ReceiveAsync()
    {
        var (type, bytes) = await ReceiveFrameAsync();
        return type switch
        {
            WebSocketMessageType.Close => null,
            WebSocketMessageType.Binary => $"{bytes[0]}:{Encoding.UTF8.GetString(bytes[1..])}",
            _ => Encoding.UTF8.GetString(bytes),
        };
    }

    public async Task<JsonElement> NewsAsync() => JsonDocument.Parse((await ReceiveAsync())!).RootElement;

    public void Dispose() => _socket.Dispose();

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveFrameAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return (received.MessageType, message.ToArray());
            }
        }
    }
}
