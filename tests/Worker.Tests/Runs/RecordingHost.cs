using System.Collections.Concurrent;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Worker.Runs;

namespace Homeport.Worker.Tests.Runs;

/// <summary>A host that writes down what it is told, and can be slow or gone.</summary>
internal sealed class RecordingHost : IHostCalls
{
    private TaskCompletionSource _open = Opened();

    public ConcurrentQueue<JournalEntry> Entries { get; } = new();

    public ConcurrentQueue<SendExecutionLogRequest> Batches { get; } = new();

    public ConcurrentQueue<TextDelta> Deltas { get; } = new();

    public bool IsGone { get; set; }

    /// <summary>From now on nothing is stored until <see cref="Open"/>.</summary>
    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public async Task<SendExecutionLogResponse> SendLogAsync(SendExecutionLogRequest request, CancellationToken cancellationToken)
    {
        if (IsGone)
        {
            throw new HostGoneException("gone");
        }

        await _open.Task.WaitAsync(cancellationToken);
        Batches.Enqueue(request);
        foreach (var entry in request.Entries)
        {
            Entries.Enqueue(entry);
        }

        return new SendExecutionLogResponse { Acknowledged = request.Entries[^1].Number };
    }

    public ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken)
    {
        Deltas.Enqueue(delta);
        return ValueTask.CompletedTask;
    }

    public Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken) => Task.CompletedTask;

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
