using System.Text.Json;
using Homeport.Protocol;
using Homeport.Worker.Runs;
using Microsoft.Extensions.Logging;

namespace Homeport.Worker.Journal;

/// <summary>
/// The sending end of a journal: reads from its files what the host does not have, one batch on its way at a time, and goes on
/// from the number that the host answers. A report is sent when the host has all entries before it. Files that the host has
/// are deleted.
/// </summary>
internal sealed partial class JournalSender : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly JournalFolder _folder;
    private readonly JournalWriter _writer;
    private readonly IHostCalls _host;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JournalReader _reader;
    private readonly AcknowledgedFile _acknowledged;
    private readonly JournalBatch _batch = new();
    private readonly Lock _gate = new();
    private readonly Pulse _progress = new();
    private long _known;
    private int _oldest;
    private JournalPosition _sent;

    /// <param name="folder">Of the journal.</param>
    /// <param name="start">Where sending begins.</param>
    /// <param name="writer">Tells how far there is something to read.</param>
    /// <param name="host">Gets it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For the operator.</param>
    public JournalSender(
        JournalFolder folder, JournalStart start, JournalWriter writer, IHostCalls host, TimeProvider time, ILogger logger)
    {
        (_folder, _writer, _host, _time, _logger) = (folder, writer, host, time, logger);
        (_sent, _oldest, _known) = (start.Position, start.OldestSegment, start.Known);
        _reader = new JournalReader(folder);
        _reader.Seek(start.Position);
        _acknowledged = new AcknowledgedFile(folder);
    }

    /// <summary>Called when the host has taken a turn's report.</summary>
    public required Action<string> OnReported { get; init; }

    /// <summary>Completes after the host has taken something.</summary>
    public Task Progress => _progress.Next;

    /// <summary>The host has all that was written so far.</summary>
    public bool IsSettled => _writer.IsWrittenOut && !Sent.IsBefore(_writer.Written);

    private JournalPosition Sent
    {
        get
        {
            lock (_gate)
            {
                return _sent;
            }
        }
    }

    /// <summary>Returns when the host has everything and nothing more will come.</summary>
    /// <exception cref="LeaseLostException">The host takes nothing more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (true)
        {
            var progress = _writer.Progress;
            var isLast = _writer.IsClosed && _writer.IsWrittenOut;
            switch (await StepAsync(cancellationToken))
            {
                case Step.Sent:
                    wait = FirstWait;
                    break;
                case Step.NothingLeft when isLast:
                    return;
                case Step.NothingLeft:
                    await progress.WaitAsync(cancellationToken);
                    break;
                case Step.Stuck:
                    await Task.Delay(wait, _time, cancellationToken); // what does not get on must not keep us busy
                    wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                    break;
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _acknowledged.Dispose();
    }

    private async Task<Step> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_batch.Fill(_reader, _writer.Written, _known))
            {
                Advance();
                return Step.NothingLeft;
            }

            if (await SendAsync(cancellationToken))
            {
                return Step.Sent;
            }

            LogNoProgress(_folder.Path, _known, _batch.Numbers.First);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_folder.Path, unreadable.Message); // such as too many open files: later it may work
            _reader.Seek(Sent);
        }
#pragma warning disable CA1031 // the barrier of a loop on which every event depends: it must not end while the session goes on
        catch (Exception broken) when (broken is not (OperationCanceledException or LeaseLostException))
#pragma warning restore CA1031
        {
            LogBroken(_folder.Path, broken);
            _reader.Seek(Sent);
        }

        return Step.Stuck;
    }

    /// <summary>False when the host has none of it.</summary>
    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        if (_batch.Report is { } json)
        {
            var report = JsonSerializer.Deserialize(json.Span, ProtocolJson.Default.ReportTaskCompleteRequest)!;
            await _host.ReportAsync(report, cancellationToken);
            OnReported(report.TurnId);
            Advance();
            return true;
        }

        var (first, last) = _batch.Numbers;
        var answer = await _host.SendLogAsync(
            new LogBatch
            {
                TaskId = _folder.Header.TaskId,
                SessionId = _folder.Header.SessionId,
                JournalId = _folder.Header.JournalId,
                LeaseToken = _writer.Lease,
                StartsAfterGap = first > _known + 1,
                Entries = _batch.Entries,
            },
            cancellationToken);
        if (answer.Acknowledged >= last)
        {
            _known = answer.Acknowledged;
            Advance();
            return true;
        }

        // The host misses something: it goes on from what it has, as far back as the files reach.
        var hasMoved = answer.Acknowledged != _known && (answer.Acknowledged >= first || answer.Acknowledged < _known);
        _known = answer.Acknowledged;
        _reader.Seek(answer.Acknowledged < first - 1 ? new JournalPosition(_oldest, 0) : Sent);
        return hasMoved;
    }

    /// <summary>The host has everything before the place where the reader stands.</summary>
    private void Advance()
    {
        var position = _reader.Position;
        if (position == _sent)
        {
            return;
        }

        _writer.Forget(BytesBetween(_sent, position));
        lock (_gate)
        {
            _sent = position;
        }

        try
        {
            _acknowledged.Write(position, _known);
            for (; _oldest < position.Segment; _oldest++)
            {
                _folder.DeleteSegment(_oldest);
            }
        }
        catch (IOException e)
        {
            LogUntidy(_folder.Path, e.Message); // more than needed is kept, and sent again should this worker die
        }

        _progress.Beat();
    }

    /// <summary>Negative when the way leads back, to what the host forgot.</summary>
    private long BytesBetween(JournalPosition from, JournalPosition to) => to.IsBefore(from)
        ? -BytesBetween(to, from)
        : Enumerable.Range(from.Segment, to.Segment - from.Segment).Sum(_folder.LengthOf) + to.Offset - from.Offset;

    private enum Step
    {
        Sent,
        NothingLeft,
        Stuck,
    }

    [LoggerMessage(LogLevel.Warning, "The host has {Folder} up to entry {Known} only, we are at {First}")]
    private partial void LogNoProgress(string folder, long known, long first);

    [LoggerMessage(LogLevel.Error, "The journal {Folder} is not sent on because of an error in Homeport; it is tried again")]
    private partial void LogBroken(string folder, Exception exception);

    [LoggerMessage(LogLevel.Error, "The journal {Folder} cannot be read now: {Reason}")]
    private partial void LogUnreadable(string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "What the host has of {Folder} cannot be tidied up: {Reason}")]
    private partial void LogUntidy(string folder, string reason);
}
