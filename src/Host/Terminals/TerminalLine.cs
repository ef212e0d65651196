using System.Threading.Channels;
using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;

namespace Homeport.Host.Terminals;

/// <summary>What one client has to say to a terminal, on its way to the worker.</summary>
internal sealed class TerminalLine(string terminalId, string viewerId, ConnectedWorker worker, TimeProvider time)
{
    private const int LargestPiece = 64 * 1024;

    /// <summary>So much is gathered before the worker is told; it waits for 256 KiB at the most.</summary>
    private const long AcknowledgeEvery = 32 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<byte[]> _typed = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;
    private long _shown;

    public string TerminalId => terminalId;

    public string ViewerId => viewerId;

    public ConnectedWorker Worker => worker;

    /// <summary>Bytes typed that the worker has not taken. The caller keeps it bounded.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public Task<Result<NoResponse>> AttachAsync(int? columns, int? rows, CancellationToken cancellationToken) =>
        worker.CallAsync<AttachTerminalRequest, NoResponse>(
            WorkerMethods.AttachTerminal,
            new AttachTerminalRequest { TerminalId = terminalId, ViewerId = viewerId, Columns = columns, Rows = rows },
            cancellationToken);

    public Task DetachAsync() => worker.CallAsync<DetachTerminalRequest, NoResponse>(
        WorkerMethods.DetachTerminal, new DetachTerminalRequest { TerminalId = terminalId, ViewerId = viewerId }, CancellationToken.None);

    public Task ResizeAsync(int columns, int rows, bool claim) => worker.CallAsync<ResizeTerminalRequest, NoResponse>(
        WorkerMethods.ResizeTerminal,
        new ResizeTerminalRequest { TerminalId = terminalId, ViewerId = viewerId, Columns = columns, Rows = rows, Claim = claim },
        CancellationToken.None);

    public async Task AcknowledgeAsync(long bytes)
    {
        _shown += bytes;
        if (_shown >= AcknowledgeEvery)
        {
            await worker.CallAsync<AcknowledgeTerminalRequest, NoResponse>(
                WorkerMethods.AcknowledgeTerminal,
                new AcknowledgeTerminalRequest { TerminalId = terminalId, ViewerId = viewerId, Bytes = _shown },
                CancellationToken.None);
            _shown = 0;
        }
    }

    public void Type(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            Interlocked.Add(ref _waiting, bytes.Length);
            _typed.Writer.TryWrite(bytes.ToArray());
        }
    }

    /// <summary>Carries what was typed to the worker, in order, as fast as the programs read it.</summary>
    public async Task TypeAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _typed.Reader.WaitToReadAsync(cancellationToken))
            {
                var piece = Gather();
                await TypeAsync(piece, cancellationToken);
                Interlocked.Add(ref _waiting, -piece.Length);
            }
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private ReadOnlyMemory<byte> Gather()
    {
        _typed.Reader.TryRead(out var first);
        if (!_typed.Reader.TryPeek(out _))
        {
            return first;
        }

        var gathered = new MemoryStream();
        gathered.Write(first);
        while (gathered.Length < LargestPiece && _typed.Reader.TryRead(out var more))
        {
            gathered.Write(more);
        }

        return gathered.ToArray();
    }

    private async Task TypeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (bytes.Length > 0)
        {
            var answer = await worker.CallAsync<WriteTerminalRequest, WriteTerminalResponse>(
                WorkerMethods.WriteTerminal,
                new WriteTerminalRequest { TerminalId = terminalId, ViewerId = viewerId, Data = bytes },
                cancellationToken);
            if (!answer.Succeeded(out var response, out _))
            {
                return; // the terminal or its worker is gone, which the client learns elsewhere
            }

            bytes = bytes[response.Accepted..];
            if (response.Accepted > 0)
            {
                pause = FirstPause;
            }
            else
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = pause < LongestPause ? pause * 2 : pause;
            }
        }
    }
}
