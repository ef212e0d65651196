using System.Net.WebSockets;
using System.Text;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Load;

/// <summary>A client of a terminal that shows nothing and acknowledges everything.</summary>
internal sealed class TerminalWatcher : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[128 * 1024];
    private string _tail = "";

    public static async Task<TerminalWatcher> OpenAsync(HomeportServer server, string terminal)
    {
        var watcher = new TerminalWatcher();
        watcher._socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        await watcher._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws/terminals/{terminal}?columns=80&rows=24"), CancellationToken.None);
        return watcher;
    }

    public Task TypeAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>Reads until the text has come.</summary>
    public async Task SeeAsync(string text)
    {
        while (!_tail.Contains(text, StringComparison.Ordinal))
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException("The terminal's socket was closed.");
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                var kept = _tail.Length > 4096 ? _tail[^1024..] : _tail;
                _tail = kept + Encoding.UTF8.GetString(_buffer, 0, received.Count);
                await _socket.SendAsync(
                    Encoding.UTF8.GetBytes($$"""{"type":"ack","bytes":{{received.Count}}}"""), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }

        _tail = "";
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        _socket.Dispose();
    }
}
