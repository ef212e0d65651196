using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Worker.Runs;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// What a session says, on disk until the host has it: entries in order, the turns that began, the reports of those that are
/// over. It outlives its session for as long as the host has not taken everything, and this process by
/// <see cref="JournalRecovery"/>.
/// </summary>
internal sealed partial class SessionJournal : IAsyncDisposable
{
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(5);

    private readonly JournalFolder _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JournalWriter _writer;
    private readonly JournalSender _sender;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _turns = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;

    public SessionJournal(
        JournalFolder folder, JournalStart start, JournalEnd end, IHostCalls host, JournalOptions options, TimeProvider time, ILogger logger)
    {
        (_folder, _time, _logger) = (folder, time, logger);
        _writer = new JournalWriter(folder, end, options, time, logger);
        _sender = new JournalSender(folder, start, _writer, host, time, logger) { OnReported = Forget };
        _sending = Task.Run(SendAsync);
    }

    public string SessionId => _folder.Header.SessionId;

    public string Id => _folder.Header.JournalId;

    /// <summary>The turns that began here and whose report the host has not taken.</summary>
    public IReadOnlyList<HeldTurn> Turns
    {
        get
        {
            lock (_gate)
            {
                return [.. _turns.Select(turn => new HeldTurn { TurnId = turn.Key, SessionId = SessionId, LeaseToken = turn.Value })];
            }
        }
    }

    /// <summary>Completes with the reason when the host takes nothing more of this journal, for good.</summary>
    public Task<string> Refused => _refused.Task;

    /// <summary>Completes when nothing of it is left to send, or nobody wants it; its files are gone then.</summary>
    public Task Over => _sending;

    /// <summary>The host has all that was written so far.</summary>
    public bool IsSettled => _sending.IsCompleted || _sender.IsSettled;

    /// <summary>Returns when it is on the disk that the turn began; what is written from now on is under its lease.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public Task BeginTurnAsync(string turnId, long leaseToken, CancellationToken cancellationToken)
    {
        Hold(turnId, leaseToken);
        return _writer.WriteDurablyAsync(
            JournalLine.Turn, leaseToken, new TurnRecord { TurnId = turnId }, JournalJson.Default.TurnRecord, cancellationToken);
    }

    /// <summary>Waits while the disk or the host is too far behind; what the agent says is let in here.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => _writer.WaitForRoomAsync(cancellationToken);

    /// <summary>Puts the entry on its way to the disk, behind all earlier ones. Never waits.</summary>
    /// <exception cref="JournalClosedException">The session is over.</exception>
    public void Write(string kind, string? turnId, string? itemId, JsonElement payload) => _writer.WriteEntry(kind, turnId, itemId, payload);

    /// <summary>
    /// Returns when the end of a turn is on the disk, which is the promise that the host will learn it: nobody waits for the host.
    /// A disk that takes nothing is waited for some seconds; the report then waits in memory. One that the host would refuse is
    /// dropped.
    /// </summary>
    public async Task ReportAsync(ReportTaskCompleteRequest report)
    {
        try
        {
            await _writer.WriteDurablyAsync(
                    JournalLine.Report, report.LeaseToken, report, ProtocolJson.Default.ReportTaskCompleteRequest, CancellationToken.None)
                .WaitAsync(DiskPatience, _time);
        }
        catch (Exception late) when (late is JournalClosedException or OperationCanceledException or TimeoutException)
        {
            // As above.
        }
    }

    /// <summary>
    /// Ends the journal of a worker that died: says what is lost of it and that the turns without a report were interrupted.
    /// Does not wait for the disk.
    /// </summary>
    public void Conclude(JournalScan found)
    {
        foreach (var (turnId, leaseToken) in found.Unreported.Concat(found.Open))
        {
            Hold(turnId, leaseToken);
        }

        if (found.Damaged > 0)
        {
            _writer.WriteEntry(
                EventKinds.Notice, found.Open.Select(turn => turn.TurnId).LastOrDefault(), null,
                JournalQueue.Notice("journal_damaged", $"The journal is damaged: {found.Damaged} bytes could not be read."));
        }

        foreach (var (turnId, leaseToken) in found.Open)
        {
            _writer.Post(
                JournalLine.Report, leaseToken,
                new ReportTaskCompleteRequest
                {
                    TaskId = _folder.Header.TaskId,
                    SessionId = SessionId,
                    TurnId = turnId,
                    LeaseToken = leaseToken,
                    Success = false,
                    Outcome = TurnOutcome.Interrupted,
                    StopReason = "worker_lost",
                },
                ProtocolJson.Default.ReportTaskCompleteRequest);
        }

        Complete();
    }

    /// <summary>Returns when the host has all that was written so far, or wants nothing of it.</summary>
    public async Task WhenSettledAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (sent, written) = (_sender.Progress, _writer.Progress);
            if (IsSettled)
            {
                return;
            }

            await Task.WhenAny(sent, written, _sending).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing more will be written; the rest is sent for as long as it takes.</summary>
    public void Complete() => _writer.Close("The session is over.");

    /// <summary>As <see cref="Complete"/>; returns when the host has heard it all, or is too slow for us to wait.</summary>
    public async Task CompleteAsync(TimeSpan patience)
    {
        Complete();
        try
        {
            await _sending.WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            // It goes on without us.
        }
    }

    /// <summary>Stops sending. What the host does not have stays on the disk for the next worker.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete();
        await _writer.DisposeAsync();
        await _stopping.CancelAsync();
        await _sending;
        _sender.Dispose();
        _stopping.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            await _sender.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (LeaseLostException lost)
        {
            LogRefused(_folder.Path, SessionId, lost.Message);
            _writer.Close(lost.Message);
            _refused.TrySetResult(lost.Message);
        }

        lock (_gate)
        {
            _turns.Clear();
        }

        await _writer.DisposeAsync();
        Delete();
    }

    private void Delete()
    {
        try
        {
            _folder.Delete();
        }
        catch (IOException e)
        {
            LogLeft(_folder.Path, e.Message);
        }
    }

    private void Hold(string turnId, long leaseToken)
    {
        lock (_gate)
        {
            _turns[turnId] = leaseToken;
        }
    }

    private void Forget(string turnId)
    {
        lock (_gate)
        {
            _turns.Remove(turnId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The host refuses the journal {Folder} of session {Session}: {Reason}")]
    private partial void LogRefused(string folder, string session, string reason);

    [LoggerMessage(LogLevel.Warning, "The journal {Folder} is done but cannot be removed: {Reason}")]
    private partial void LogLeft(string folder, string reason);
}
