using System.Collections.Concurrent;
using System.Text;
using Homeport.Host.Http;
using Homeport.Rpc;

namespace Homeport.Host.JsonRpc;

/// <summary>
/// The transport of a connection on which, beside the answers, whole batches of notifications are pushed as frames that were
/// made before.
/// </summary>
internal sealed class SessionTransport(IRpcTransport receiving, FrameStream frames) : IRpcTransport
{
    private readonly ConcurrentDictionary<string, (byte[] Text, TaskCompletionSource Told)> _untold = new(StringComparer.Ordinal);

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken) => receiving.ReceiveAsync(cancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await frames.WriteTextAsync(message, cancellationToken);
        if (!_untold.IsEmpty)
        {
            NoteWhatIsTold(message);
        }
    }

    /// <summary>Writes frames made by <see cref="FrameStream.AppendText"/>, all at once.</summary>
    public ValueTask PushAsync(ReadOnlyMemory<byte> ready, CancellationToken cancellationToken) =>
        frames.WriteFramesAsync(ready, cancellationToken);

    /// <summary>Completes when a message with this word in it was sent: the answer by which the client learns it.</summary>
    public Task WhenToldAsync(string word, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _untold[word] = (Encoding.UTF8.GetBytes(word), told);
        return told.Task.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => receiving.DisposeAsync();

    private void NoteWhatIsTold(ReadOnlyMemory<byte> message)
    {
        foreach (var (word, (text, told)) in _untold)
        {
            if (message.Span.IndexOf(text) >= 0 && _untold.TryRemove(word, out _))
            {
                told.SetResult();
            }
        }
    }
}
