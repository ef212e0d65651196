using System.Buffers;
using Homeport.Platform.Terminals;
using Homeport.Protocol.Link;
using Homeport.Rpc;
using Homeport.Worker.Terminals.Screen;

namespace Homeport.Worker.Terminals;

/// <summary>
/// A shell on a terminal, the screen that it draws, and those who look at it. What the shell writes is always taken at once
/// into the screen, whoever looks. Owns all three; it lives on without viewers and without a host, and its last screen stays
/// after the shell has ended.
/// </summary>
internal sealed partial class TerminalSession : IAsyncDisposable
{
    /// <summary>Lines that have left the screen and can be scrolled back to.</summary>
    public const int Scrollback = 10_000;

    private const int ReadSize = 32 * 1024;
    private const int LongestTitle = 256;
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private readonly PseudoTerminal _terminal;
    private readonly TerminalScreen _screen;
    private readonly TerminalInput _input;
    private readonly TimeSpan _grace;
    private readonly Action<string> _changed;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new(); // the screen, the status, the audience and its queues
    private readonly TerminalAudience _audience = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _living;
    private TerminalStatus _status;
    private Task? _disposing;

    /// <param name="id">The host's id of it.</param>
    /// <param name="terminal">Owned from here on.</param>
    /// <param name="grace">How long programs get to end by themselves.</param>
    /// <param name="changed">Told the id when the status is another. Must be quick; called under the gate.</param>
    /// <param name="time">The clock.</param>
    public TerminalSession(string id, PseudoTerminal terminal, TimeSpan grace, Action<string> changed, TimeProvider time)
    {
        (_terminal, _grace, _changed, _time) = (terminal, grace, changed, time);
        var (columns, rows) = (terminal.Size.Columns, terminal.Size.Rows);
        _status = new TerminalStatus { TerminalId = id, IsRunning = true, Columns = columns, Rows = rows, StartedAt = time.GetUtcNow() };
        _screen = new TerminalScreen(terminal.Size.Columns, terminal.Size.Rows, Scrollback);
        _input = new TerminalInput(terminal);
        _living = Task.Run(LiveAsync);
    }

    public TerminalStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>More than the shell runs in it: a program at its front, or a job in its background.</summary>
    public bool IsBusy => Status.IsRunning && _terminal.FindTree().Any(process => process != _terminal.Id);

    /// <summary>Shows it to one more viewer: the screen as it is, then what comes.</summary>
    public void Attach(string viewerId, TerminalSize? wish, RpcConnection connection)
    {
        lock (_gate)
        {
            if (_disposing is not null || _audience.Find(viewerId) is not null)
            {
                return;
            }

            var viewer = new TerminalViewer(viewerId, connection, _time) { Wish = wish?.Clamped() };
            _audience.NoteActive(viewer);
            if (_audience.Owner is null)
            {
                OwnLocked(viewer);
            }

            viewer.Wake();
            _audience.Add(viewer, Task.Run(() => ShowAsync(viewer)));
        }
    }

    public void Detach(string viewerId) => With(viewerId, viewer => viewer.Leave());

    /// <returns>How many bytes were taken, from the start. All, where nobody is left to type to.</returns>
    public int Type(string viewerId, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!_status.IsRunning)
            {
                return bytes.Length;
            }

            if (_audience.Find(viewerId) is { } viewer)
            {
                _audience.NoteActive(viewer);
                OwnLocked(viewer);
            }
        }

        return _input.Offer(bytes);
    }

    public void Resize(string viewerId, TerminalSize size, bool claim) => With(viewerId, viewer =>
    {
        viewer.Wish = size.Clamped();
        if (claim)
        {
            _audience.NoteActive(viewer);
        }

        if (claim || _audience.Owner == viewer)
        {
            OwnLocked(viewer);
        }
    });

    public void Acknowledge(string viewerId, long bytes) => With(viewerId, viewer =>
    {
        viewer.Queue.Acknowledge(bytes);
        viewer.Wake();
    });

    /// <summary>Ends all that runs in it. Its last screen stays.</summary>
    public async Task StopAsync()
    {
        await _terminal.StopAsync(_grace, CancellationToken.None);
        await _living;
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_disposing ??= Task.Run(EndAsync));
        }
    }

    private async Task EndAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(Showing());
        await using (_terminal)
        {
            await StopAsync();
        }

        _closing.Dispose();
    }

    private Task[] Showing()
    {
        lock (_gate)
        {
            return _audience.Showing;
        }
    }

    private async Task LiveAsync()
    {
        using var ended = new CancellationTokenSource();
        var typing = _input.TypeAsync(ended.Token);
        var reading = ReadAsync(ended.Token);
        var exit = await _terminal.Exited;

        await EndLeftoversAsync();
        ended.CancelAfter(DrainPatience); // the rest of the output is there already
        await reading;
        await ended.CancelAsync();
        await typing;
        await _terminal.DisposeAsync();
        lock (_gate)
        {
            ChangeLocked(_status with { IsRunning = false, ExitCode = exit.Code ?? (exit.Signal is { } signal ? 128 + signal : null) });
        }
    }

    /// <summary>A terminal ends with its shell, and what the shell left behind ends with it: no process of ours is left alone.</summary>
    private async Task EndLeftoversAsync()
    {
        try
        {
            await _terminal.StopAsync(_grace, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // It waits for a dead device and cannot be ended; the terminal has ended all the same.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadSize];
        try
        {
            while (await _terminal.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                Draw(buffer.AsSpan(0, count));
                await Task.Yield(); // a flood must not keep a thread of the pool to itself
            }
        }
        catch (OperationCanceledException)
        {
            // Something still holds the terminal open, and has had its time.
        }
    }

    private void Draw(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            _lastOutputAt = _time.GetUtcNow();
            _screen.Write(output);
            _input.Answer(_screen);
            _audience.Show(output);
            if (TitleOf(_screen) is var title && title != _status.Title)
            {
                ChangeLocked(_status with { Title = title });
            }
        }
    }

    private static string? TitleOf(TerminalScreen screen) => screen.Title switch
    {
        "" => null,
        { Length: > LongestTitle } tooLong => tooLong[..LongestTitle],
        var title => title,
    };

    private async Task ShowAsync(TerminalViewer viewer)
    {
        await viewer.ShowAsync(Next, _closing.Token);
        lock (_gate)
        {
            if (_audience.Remove(viewer) is { } heir)
            {
                OwnLocked(heir);
            }
        }
    }

    private ViewerQueue.Piece? Next(TerminalViewer viewer)
    {
        lock (_gate)
        {
            if (viewer.Queue.IsDueForScreen)
            {
                var snapshot = new ArrayBufferWriter<byte>(16 * 1024);
                _screen.WriteSnapshot(snapshot);
                viewer.Queue.Show(_audience.NewsFor(viewer, _status), snapshot.WrittenSpan);
            }

            return viewer.Queue.Take();
        }
    }

    /// <summary>From now on this viewer's size counts, if it has one.</summary>
    private void OwnLocked(TerminalViewer viewer)
    {
        var isNew = _audience.Owner != viewer;
        _audience.Owner = viewer;
        if (_status.IsRunning && viewer.Wish is { } wish && wish != _terminal.Size)
        {
            _terminal.Resize(wish);
            _screen.Resize(wish.Columns, wish.Rows);
            ChangeLocked(_status with { Columns = wish.Columns, Rows = wish.Rows });
        }
        else if (isNew)
        {
            _audience.Tell(_status);
        }
    }

    private void ChangeLocked(TerminalStatus status)
    {
        _status = status;
        _audience.Tell(status);
        _changed(status.TerminalId);
    }

    private void With(string viewerId, Action<TerminalViewer> act)
    {
        lock (_gate)
        {
            if (_audience.Find(viewerId) is { } viewer)
            {
                act(viewer);
            }
        }
    }
}
