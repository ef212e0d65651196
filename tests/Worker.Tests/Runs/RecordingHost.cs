using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Worker.Journal;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Tests.Runs;

/// <summary>
/// A host that writes down what it is told, by the rules of the true one: known numbers are ignored, a number without its
/// predecessor is not taken. It can be away, forgetful, or refuse.
/// </summary>
internal sealed class RecordingHost : IHostCalls
{
    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TaskCompletionSource _open = Opened();

    public ConcurrentQueue<JournalEntry> Entries { get; } = new();

    public ConcurrentQueue<SendExecutionLogRequest> Batches { get; } = new();

    public ConcurrentQueue<ReportTaskCompleteRequest> Reports { get; } = new();

    public ConcurrentQueue<TextDelta> Deltas { get; } = new();

    /// <summary>Refuse everything under this lease.</summary>
    public long? LostLease { get; set; }

    /// <summary>Whether entries are kept for the test or only counted.</summary>
    public bool KeepsEntries { get; init; } = true;

    public long Known(string journalId) => _known.GetValueOrDefault(journalId);

    /// <summary>From now on nothing is stored until <see cref="Open"/>.</summary>
    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    /// <summary>It has only this much of a journal after all.</summary>
    public void Forget(string journalId, long known) => _known[journalId] = known;

    public async Task<SendExecutionLogResponse> SendLogAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        var request = Decode(batch);
        lock (_gate)
        {
            return Take(request);
        }
    }

    public ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken)
    {
        Deltas.Enqueue(delta);
        return ValueTask.CompletedTask;
    }

    public async Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        if (report.LeaseToken == LostLease)
        {
            throw new LeaseLostException("another lease");
        }

        Reports.Enqueue(report);
    }

    public SendExecutionLogResponse Take(SendExecutionLogRequest request)
    {
        if (request.LeaseToken == LostLease)
        {
            throw new LeaseLostException("another lease");
        }

        var known = Known(request.JournalId);
        foreach (var entry in request.Entries.Where(entry => entry.Number > known))
        {
            if (entry.Number > known + 1 && !(request.StartsAfterGap && entry.Number == request.Entries[0].Number))
            {
                break;
            }

            known = entry.Number;
            if (KeepsEntries)
            {
                Entries.Enqueue(entry);
            }
        }

        _known[request.JournalId] = known;
        if (KeepsEntries)
        {
            Batches.Enqueue(request);
        }

        return new SendExecutionLogResponse { Acknowledged = known };
    }

    private static SendExecutionLogRequest Decode(LogBatch batch)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            batch.Write(writer);
        }

        return JsonSerializer.Deserialize(json.WrittenSpan, ProtocolJson.Default.SendExecutionLogRequest)!;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
