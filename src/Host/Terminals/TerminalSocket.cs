using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Terminals;

namespace Homeport.Host.Terminals;

/// <summary>
/// One client that looks at a terminal: the worker's news and bytes go out as frames, in their order, and what the client
/// types and asks goes to the worker. Bounded on both sides: the worker sends no more than it is acknowledged, and a client
/// that types more than the programs read is cut off.
/// </summary>
internal sealed class TerminalSocket(WebSocket socket, TerminalLine line, TimeProvider time) : IDisposable
{
    /// <summary>More than a worker ever has under way for one viewer, and that many texts.</summary>
    private const int MostFrames = 4096;

    private const int MostInput = 1536 * 1024;
    private const int LongestText = 4096;
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);

    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(MostFrames) { SingleReader = true });
    private readonly CancellationTokenSource _over = new();
    private TerminalViewerChanged? _told;

    public string ViewerId => line.ViewerId;

    public string TerminalId => line.TerminalId;

    public ConnectedWorker Worker => line.Worker;

    /// <summary>On the worker's link, one after another with <see cref="Tell"/>.</summary>
    public void Show(TerminalOutput output) =>
        Queue(new Frame(output.Data, output.Reset ? TerminalFrameKind.Snapshot : TerminalFrameKind.Output));

    public void Tell(TerminalViewerChanged news)
    {
        var (terminal, known) = (news.Terminal, _told?.Terminal);
        if (terminal.Columns != known?.Columns || terminal.Rows != known.Rows || news.OwnsSize != _told?.OwnsSize)
        {
            Queue(new TerminalNews { Type = TerminalNewsType.Size, Columns = terminal.Columns, Rows = terminal.Rows, Owner = news.OwnsSize });
        }

        if (terminal.Title != known?.Title)
        {
            Queue(new TerminalNews { Type = TerminalNewsType.Title, Title = terminal.Title ?? "" });
        }

        if (!terminal.IsRunning && known?.IsRunning != false)
        {
            Queue(new TerminalNews { Type = TerminalNewsType.Ended, ExitCode = terminal.ExitCode });
        }

        _told = news;
    }

    /// <summary>Until the client leaves, is cut off, or the token says so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var aborted = cancellationToken.Register(_over.Cancel);
        var sending = SendAllAsync();
        var typing = line.TypeAllAsync(_over.Token);
        await ReceiveAllAsync();
        await _over.CancelAsync();
        await sending;
        await typing;
    }

    /// <summary>Says why, then ends.</summary>
    public async Task CloseAsync(string reason, WebSocketCloseStatus status = WebSocketCloseStatus.EndpointUnavailable)
    {
        using var patience = new CancellationTokenSource(CloseWithin, time);
        try
        {
            await socket.CloseOutputAsync(status, reason, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone or does not read; then it learns it from the lost connection.
        }

        await EndAsync();
    }

    public void Dispose() => _over.Dispose();

    /// <summary>To a client that is shown nothing else.</summary>
    public static Task SendAsync(WebSocket socket, TerminalNews news, CancellationToken cancellationToken) =>
        socket.SendAsync(Write(news), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private static byte[] Write(TerminalNews news) => JsonSerializer.SerializeToUtf8Bytes(news, ProtocolJson.Default.TerminalNews);

    private void Queue(TerminalNews news) => Queue(new Frame(Write(news), null));

    private void Queue(Frame frame)
    {
        if (!_frames.Writer.TryWrite(frame))
        {
            _frames.Writer.TryComplete(); // it reads nothing; what is queued goes out, then it is cut off
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(_over.Token))
            {
                await SendAsync(frame);
            }

            await CloseAsync("too slow");
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            await EndAsync();
        }
    }

    private async Task SendAsync(Frame frame)
    {
        if (frame.Kind is not { } kind)
        {
            await socket.SendAsync(frame.Bytes, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, _over.Token);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(frame.Bytes.Length + 1);
        try
        {
            buffer[0] = (byte)kind;
            frame.Bytes.CopyTo(buffer.AsMemory(1));
            await socket.SendAsync(
                buffer.AsMemory(0, frame.Bytes.Length + 1), WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, _over.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _over.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[LongestText];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), _over.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (received.MessageType == WebSocketMessageType.Binary)
                {
                    if (line.Waiting + received.Count > MostInput)
                    {
                        await CloseAsync("more was typed than the programs read", WebSocketCloseStatus.MessageTooBig);
                        return;
                    }

                    line.Type(buffer.AsSpan(0, received.Count)); // frames have no meaning here: input is a stream
                }
                else if (!received.EndOfMessage)
                {
                    length += received.Count;
                    if (length == buffer.Length)
                    {
                        await CloseAsync("a text frame of this length is not known here", WebSocketCloseStatus.MessageTooBig);
                        return;
                    }
                }
                else
                {
                    await ObeyAsync(buffer.AsMemory(0, length + received.Count));
                    length = 0;
                }
            }
        }
        catch (JsonException)
        {
            await CloseAsync("a text frame was not understood", WebSocketCloseStatus.InvalidPayloadData);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone.
        }
    }

    private async Task ObeyAsync(ReadOnlyMemory<byte> text)
    {
        switch (JsonSerializer.Deserialize(text.Span, ProtocolJson.Default.TerminalCommand))
        {
            case { Type: TerminalCommandType.Resize, Columns: { } columns, Rows: { } rows } resize:
                await line.ResizeAsync(columns, rows, resize.Claim ?? false);
                break;
            case { Type: TerminalCommandType.Ack, Bytes: { } bytes and > 0 }:
                await line.AcknowledgeAsync(bytes);
                break;
            default:
                throw new JsonException("It has not what its type needs.");
        }
    }

    /// <param name="Kind">Null for a text.</param>
    private readonly record struct Frame(ReadOnlyMemory<byte> Bytes, TerminalFrameKind? Kind);
}
