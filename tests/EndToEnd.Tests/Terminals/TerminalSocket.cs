using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Terminals;

/// <summary>A person at a terminal: what is shown since the last snapshot, acknowledged as it comes.</summary>
internal sealed class TerminalSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _shown = new();
    private readonly byte[] _buffer = new byte[128 * 1024];

    public List<JsonNode> News { get; } = [];

    public long Received { get; private set; }

    public static async Task<TerminalSocket> OpenAsync(HomeportProcess homeport, string terminal, CancellationToken cancellationToken)
    {
        var socket = new TerminalSocket();
        socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {homeport.Token}");
        await socket._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{homeport.Port}/ws/terminals/{terminal}?columns=100&rows=30"), cancellationToken);
        return socket;
    }

    public Task TypeAsync(string text, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Reads until the text is there, and returns everything that is shown.</summary>
    public async Task<string> SeeAsync(string text, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!_shown.ToString().Contains(text, StringComparison.Ordinal))
        {
            try
            {
                Assert.True(await ReadAsync(patience.Token), $"The socket was closed before '{text}' came: {_shown}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"'{text}' did not come: {_shown}");
            }
        }

        return _shown.ToString();
    }

    /// <returns>False once the host has closed.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += received.Count;
        }
        while (!received.EndOfMessage);

        switch (received.MessageType)
        {
            case WebSocketMessageType.Close:
                return false;
            case WebSocketMessageType.Text:
                News.Add(JsonNode.Parse(_buffer.AsSpan(0, length))!);
                return true;
            default:
                await TakeAsync(length, cancellationToken);
                return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        _socket.Dispose();
    }

    private async Task TakeAsync(int length, CancellationToken cancellationToken)
    {
        if (_buffer[0] == 0)
        {
            _shown.Clear();
        }

        _shown.Append(Encoding.UTF8.GetString(_buffer, 1, length - 1));
        if (_shown.Length > 1024 * 1024)
        {
            _shown.Remove(0, _shown.Length - (64 * 1024)); // a screen would have scrolled it away
        }

        Received += length - 1;
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"type":"ack","bytes":{{length - 1}}}"""), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}
