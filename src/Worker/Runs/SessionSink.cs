using System.Text;
using System.Text.Json;
using Homeport.Agents;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Runs;

/// <summary>
/// Turns what a conversation says into journal entries. Text is streamed to the host at once and written down in pieces: when
/// another thing happens, after 4 KiB, or after 250 ms. Each piece carries its offset, so nobody adds it twice.
/// </summary>
internal sealed class SessionSink : IAgentSink, IAsyncDisposable
{
    private const int PieceLength = 4 * 1024;
    private static readonly TimeSpan PieceAge = TimeSpan.FromMilliseconds(250);

    private readonly string _taskId;
    private readonly string _sessionId;
    private readonly string _root;
    private readonly SessionJournal _journal;
    private readonly IHostCalls _host;
    private readonly TimeProvider _time;
    private readonly Silence _silence;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _ticking;
    private readonly StringBuilder _piece = new();
    private (string Kind, string ItemId, string? ParentItemId, int Offset, long Since)? _open;
    private string? _turnId;
    private string _undecided = "";

    /// <param name="taskId">The task.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="root">The worktree, to which paths belong.</param>
    /// <param name="journal">Where it is written down.</param>
    /// <param name="host">Gets live text.</param>
    /// <param name="time">The clock.</param>
    public SessionSink(string taskId, string sessionId, string root, SessionJournal journal, IHostCalls host, TimeProvider time)
    {
        (_taskId, _sessionId, _root, _journal, _host, _time) = (taskId, sessionId, root, journal, host, time);
        _silence = new Silence(time);
        _ticking = TickAsync();
    }

    /// <summary>Tell when nothing was said for minutes.</summary>
    public bool WatchesSilence { get; init; } = true;

    /// <summary>What nobody is to read in what the agent says.</summary>
    public SecretWords Secrets { get; set; } = new([]);

    /// <summary>What the agent says from now on belongs to this turn; to none between turns.</summary>
    public void BeginTurn(string? turnId)
    {
        _turnId = turnId;
        _silence.Begin();
    }

    /// <summary>A person answered: the agent's silence counts from now.</summary>
    public void Answered() => _silence.Begin();

    public async ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken)
    {
        await _journal.WaitForRoomAsync(cancellationToken);
        await TellAsync(kind, itemId, Secrets.Hide(payload), cancellationToken);
    }

    /// <summary>As <see cref="PublishAsync"/>, for what is not the agent's: there is always room for it.</summary>
    public async ValueTask TellAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ClosePieceLocked();
            if (Silence.IsToldBy(kind, payload))
            {
                _silence.IsTold = true;
                _journal.Write(kind, _turnId, itemId, payload);
                return;
            }

            WriteLocked(kind, itemId, payload);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask StreamTextAsync(
        string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            return;
        }

        await _journal.WaitForRoomAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open is { } open && (open.ItemId != itemId || open.Kind != kind))
            {
                ClosePieceLocked();
            }

            var offset = _lengths.GetValueOrDefault(itemId);
            _open ??= (kind, itemId, parentItemId, offset, _time.GetTimestamp());
            _silence.Break();
            text = Secrets.Decide(text, ref _undecided);
            if (text.Length == 0)
            {
                return;
            }

            _piece.Append(text);
            _lengths[itemId] = offset + text.Length;
            await _host.StreamDeltaAsync(
                new TextDelta
                {
                    TaskId = _taskId,
                    SessionId = _sessionId,
                    TurnId = _turnId ?? "",
                    ItemId = itemId,
                    Kind = kind,
                    Offset = offset,
                    Text = text,
                },
                cancellationToken);
            if (_piece.Length >= PieceLength)
            {
                CutPieceLocked();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken)
    {
        await _journal.WaitForRoomAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open?.ItemId == itemId)
            {
                DropPieceLocked(); // the whole text says it all
            }
            else
            {
                ClosePieceLocked();
            }

            if (done)
            {
                _lengths.Remove(itemId);
            }
            else
            {
                _lengths[itemId] = Secrets.Hide(text).Length;
            }

            WriteLocked(kind, itemId, Json(new TextPayload { Text = Secrets.Hide(text), ParentItemId = parentItemId, Done = done ? true : null }));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken)
    {
        await PublishAsync(
            EventKinds.ApprovalRequested, approval.Id, AskedApproval.Requested(approval, _taskId, _sessionId, _root, _time.GetUtcNow()), cancellationToken);
        _silence.Suspend();
    }

    public ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken) =>
        PublishAsync(EventKinds.ApprovalResolved, approvalId, AskedApproval.Cancelled(approvalId), cancellationToken);

    /// <summary>Writes down text that still waits for more, where there is still somebody to write for.</summary>
    public async Task WriteOutAsync()
    {
        await _gate.WaitAsync();
        try
        {
            ClosePieceLocked();
        }
        catch (JournalClosedException)
        {
            // The host wants nothing more of this session.
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _ticking;
        _closing.Dispose();
        _gate.Dispose();
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(PieceAge, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                await TickOnceAsync(_closing.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or JournalClosedException)
        {
            // Disposed, or the host wants nothing more of this session.
        }
    }

    private async Task TickOnceAsync(CancellationToken cancellationToken)
    {
        if (_open is null && (_turnId is null || !WatchesSilence || _silence.IsTold))
        {
            return; // nothing can be due: idle sessions must not cost a lock
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open is { } open && _time.GetElapsedTime(open.Since) >= PieceAge)
            {
                CutPieceLocked();
            }

            if (WatchesSilence && _turnId is not null && _silence.IsDue)
            {
                _silence.IsTold = true;
                _journal.Write(
                    EventKinds.Notice, _turnId, null,
                    JournalQueue.Notice(Silence.Code, "No output for 5 minutes. The agent's process is alive."));
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes down what there is; the item goes on.</summary>
    private void CutPieceLocked()
    {
        var (undecided, open) = (_undecided, _open);
        _undecided = "";
        ClosePieceLocked();
        if (undecided.Length > 0 && open is { } going)
        {
            (_undecided, _open) = (undecided, going with { Offset = _lengths.GetValueOrDefault(going.ItemId), Since = _time.GetTimestamp() });
        }
    }

    private void ClosePieceLocked()
    {
        if (_open is not { } open)
        {
            return;
        }

        _lengths[open.ItemId] = _lengths.GetValueOrDefault(open.ItemId) + _undecided.Length;
        var text = _piece.Append(_undecided).ToString();
        DropPieceLocked();
        if (text.Length > 0)
        {
            _journal.Write(
                open.Kind, _turnId, open.ItemId, Json(new TextPayload { Append = text, Offset = open.Offset, ParentItemId = open.ParentItemId }));
        }
    }

    private void DropPieceLocked()
    {
        (_open, _undecided) = (null, "");
        _piece.Clear();
    }

    private void WriteLocked(string kind, string? itemId, JsonElement payload)
    {
        _silence.Break();
        _journal.Write(kind, _turnId, itemId, payload);
    }

    private static JsonElement Json(TextPayload payload) =>
        JsonSerializer.SerializeToElement(payload, ProtocolJson.Default.TextPayload);
}
