using System.Collections.Concurrent;
using System.Text;
using Homeport.Rpc;

namespace Homeport.Agents.Conversations;

/// <summary>JSON-RPC over an agent's lines. A line that is no message is published as <c>raw</c> and skipped.</summary>
internal sealed class PipeTransport : IRpcTransport
{
    private readonly IAgentPipe _pipe;
    private readonly SerialSink _sink;
    private readonly CancellationTokenSource _closing = new();
    private readonly IAsyncEnumerator<AgentLine> _lines;
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _notes = new();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Lock _gate = new();
    private Task _noting = Task.CompletedTask;

    public PipeTransport(IAgentPipe pipe, SerialSink sink)
    {
        (_pipe, _sink) = (pipe, sink);
        _lines = pipe.ReadLinesAsync(_closing.Token).GetAsyncEnumerator(_closing.Token);
    }

    /// <summary>Called when a message arrived; quick.</summary>
    public Action? OnMessage { get; set; }

    /// <summary>Keeps what a correct agent would not send: published at once, or before the next message.</summary>
    public void Note(RpcAnomaly anomaly) => Note(anomaly.Beginning);

    /// <summary>Keeps a message that could not be made sense of, so that nothing an agent says is lost.</summary>
    public void Note(RpcRequest request) =>
        Note(Encoding.UTF8.GetBytes($"{request.Method} {Encoding.UTF8.GetString(request.Params.Span)}"));

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(_closing.Cancel);
        await _reading.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                await PublishNotesAsync();
                if (!await _lines.MoveNextAsync())
                {
                    return null;
                }

                var line = _lines.Current;
                if (!line.TooLong && line.Bytes.Span.TrimStart(" \t\r"u8) is [(byte)'{', ..])
                {
                    OnMessage?.Invoke();
                    return line.Bytes;
                }

                if (!line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
                {
                    await _sink.RawAsync(line, _closing.Token);
                }
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _pipe.WriteLineAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pipe.CloseInputAsync();
        await _closing.CancelAsync();
        await _reading.WaitAsync(CancellationToken.None);
        await _lines.DisposeAsync();
        _reading.Release();
        await Task.WhenAny(_noting); // one that cannot be written down is no reason to stay open
    }

    private void Note(ReadOnlyMemory<byte> note)
    {
        _notes.Enqueue(note);
        lock (_gate)
        {
            var before = _noting;
            _noting = Task.Run(() => NoteAsync(before), CancellationToken.None);
        }
    }

    private async Task NoteAsync(Task before)
    {
        await Task.WhenAny(before);
        try
        {
            await PublishNotesAsync();
        }
        catch (OperationCanceledException)
        {
            // closed by us
        }
    }

    private async ValueTask PublishNotesAsync()
    {
        while (_notes.TryDequeue(out var note))
        {
            await _sink.RawAsync(new AgentLine(note, TooLong: false, note.Length), _closing.Token);
        }
    }
}
