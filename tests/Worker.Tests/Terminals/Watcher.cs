using System.Text;
using Homeport.Protocol;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Tests.Terminals;

/// <summary>Somebody who looks at a terminal. It shows what came since the last snapshot.</summary>
internal sealed class Watcher(TerminalDesk desk, string terminalId, string id, bool acknowledges)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>It is searched with each piece that comes, so it is small beside a flood.</summary>
    private const int MostShown = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte> _shown = [];
    private TaskCompletionSource _changed = NewSignal();

    public string Id => id;

    public string TerminalId => terminalId;

    public long Received { get; private set; }

    public int Snapshots { get; private set; }

    public List<TerminalViewerChanged> News { get; } = [];

    public string Shown
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString([.. _shown]);
            }
        }
    }

    public TerminalViewerChanged? Last
    {
        get
        {
            lock (_gate)
            {
                return News.LastOrDefault();
            }
        }
    }

    public async Task TypeAsync(string text)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (bytes.Length > 0)
        {
            var answer = await desk.CallAsync<WriteTerminalRequest, WriteTerminalResponse>(
                WorkerMethods.WriteTerminal, new WriteTerminalRequest { TerminalId = terminalId, ViewerId = id, Data = bytes });
            bytes = bytes[answer.Accepted..];
        }
    }

    public Task ResizeAsync(int columns, int rows, bool claim = false) => desk.CallAsync<ResizeTerminalRequest, NoResponse>(
        WorkerMethods.ResizeTerminal,
        new ResizeTerminalRequest { TerminalId = terminalId, ViewerId = id, Columns = columns, Rows = rows, Claim = claim });

    public Task LeaveAsync() => desk.CallAsync<DetachTerminalRequest, NoResponse>(
        WorkerMethods.DetachTerminal, new DetachTerminalRequest { TerminalId = terminalId, ViewerId = id });

    public ValueTask AcknowledgeAsync(long bytes) => desk.NotifyAsync(
        WorkerMethods.AcknowledgeTerminal, new AcknowledgeTerminalRequest { TerminalId = terminalId, ViewerId = id, Bytes = bytes });

    public Task SeesAsync(string text) => WaitAsync(() => Shown.Contains(text, StringComparison.Ordinal), () => $"'{text}' was not seen in: {Tail()}");

    public Task HearsAsync(Func<TerminalViewerChanged, bool> isIt) => WaitAsync(() => Last is { } last && isIt(last), () => $"the last news are {Last}");

    public async Task WaitAsync(Func<bool> isDone, Func<string> complaint)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TerminalDesk.Cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (isDone())
            {
                return;
            }

            try
            {
                await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token)); // some conditions are not of the watcher
                patience.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (!TerminalDesk.Cancellation.IsCancellationRequested)
            {
                Assert.Fail(complaint());
            }
        }
    }

    public async Task TakeAsync(TerminalOutput output)
    {
        lock (_gate)
        {
            if (output.Reset)
            {
                _shown.Clear();
                Snapshots++;
            }

            Received += output.Data.Length;
            _shown.AddRange(output.Data.Span);
            if (_shown.Count > MostShown)
            {
                _shown.RemoveRange(0, _shown.Count - (MostShown / 4)); // a screen would have scrolled it away
            }

            Signal();
        }

        if (acknowledges)
        {
            await AcknowledgeAsync(output.Data.Length);
        }
    }

    public void Take(TerminalViewerChanged news)
    {
        lock (_gate)
        {
            News.Add(news);
            Signal();
        }
    }

    private string Tail() => Shown is var shown ? shown[Math.Max(0, shown.Length - 400)..] : "";

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
