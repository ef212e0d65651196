using System.Threading.Channels;
using Homeport.Platform.Terminals;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Worker.Terminals;

/// <summary>Somebody who looks at a terminal, over one connection to the host, with whose end it goes. It never makes the terminal wait.</summary>
internal sealed class TerminalViewer(string id, RpcConnection connection, TimeProvider time)
{
    /// <summary>Small pieces are gathered for so long, but never the first one, so that a key's echo is there at once.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(4);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public string Id { get; } = id;

    /// <summary>Its terminal's gate guards it.</summary>
    public ViewerQueue Queue { get; } = new();

    /// <summary>The size that it would like.</summary>
    public TerminalSize? Wish { get; set; }

    /// <summary>Larger for the one that did something later.</summary>
    public long LastActive { get; set; }

    /// <summary>There is something to send.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>It is gone; what waits for it is not sent any more.</summary>
    public void Leave() => _wake.Writer.TryComplete();

    /// <summary>Sends until the viewer leaves or the connection ends.</summary>
    /// <param name="next">Takes the next piece from the queue, under the gate.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(Func<TerminalViewer, ViewerQueue.Piece?> next, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var closed = EndWithAsync(connection.Closed, over);
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(over.Token))
            {
                while (next(this) is { } piece)
                {
                    await SendAsync(piece, over.Token);
                    if (piece.News is null && piece.Length < ViewerQueue.LargestPiece)
                    {
                        await Task.Delay(Gathering, time, over.Token);
                    }
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or RpcClosedException)
        {
            // The connection, and the viewer with it.
        }

        await over.CancelAsync();
        await closed;
    }

    private static async Task EndWithAsync(Task connectionClosed, CancellationTokenSource over)
    {
        try
        {
            await connectionClosed.WaitAsync(over.Token);
            await over.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The viewer left first.
        }
    }

    private async Task SendAsync(ViewerQueue.Piece piece, CancellationToken cancellationToken)
    {
        try
        {
            if (piece.News is { } news)
            {
                await connection.NotifyAsync(
                    HostMethods.TerminalViewerChanged, news, ProtocolJson.Default.TerminalViewerChanged, cancellationToken);
                return;
            }

            await connection.NotifyAsync(
                HostMethods.TerminalOutput,
                new TerminalOutput { ViewerId = Id, Data = piece.Bytes, Reset = piece.IsReset },
                ProtocolJson.Default.TerminalOutput, cancellationToken);
        }
        finally
        {
            piece.Return();
        }
    }
}
