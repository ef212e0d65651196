using Homeport.Platform.Files;

namespace Homeport.Platform.Supervision;

/// <summary>
/// Keeps one long-running program alive: starts it, learns its port, looks after its health, starts it again when it ends,
/// and stops it with all its descendants. One loop owns the program; what is asked from any thread, in any order, is put
/// down as the latest wish, and the call returns when that is fulfilled or has failed or a later wish has overtaken it.
/// Disposing stops the program, or lets it go when it is a detached one.
/// </summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    private readonly Wishes _wishes = new();
    private readonly StatusBoard _board;
    private readonly RotatedFile? _file;
    private readonly Task _loop;

    /// <param name="spec">What and how.</param>
    /// <param name="time">For every wait.</param>
    /// <param name="random">For the jitter.</param>
    public SupervisedProcess(SupervisionSpec spec, TimeProvider time, Random random)
    {
        (Spec, _board, Log) = (spec, new StatusBoard(time), new LogRing(spec.LogLimits, time));
        _file = spec.OutputFile is { } path ? new RotatedFile(path, spec.OutputLimits, time) : null;
        var output = new ProgramOutput(Log, _file);
        _loop = Task.Run(new SupervisionLoop(spec, _wishes, _board, Log, output, time, random).RunAsync);
    }

    public SupervisionSpec Spec { get; }

    public SupervisionStatus Status => _board.Current;

    /// <summary>The last hundred changes, oldest first.</summary>
    public IReadOnlyList<SupervisionStatus> History => _board.History;

    /// <summary>What the program wrote, and what the supervisor did. Empty of a detached program's words, which are in its file.</summary>
    public LogRing Log { get; }

    /// <summary>Lines that the output file lost, of which it does not tell yet.</summary>
    public long LostLines => _file?.Lost ?? 0;

    /// <summary>The processes of the program that are alive now; not more than a look, for they come and go.</summary>
    public IReadOnlyList<int> FindTree() => _board.Current is { IsAlive: true } && _board.Program is { } program ? program.FindTree() : [];

    /// <summary>The present state, then each change. Who reads too slowly misses the oldest of 64.</summary>
    public IAsyncEnumerable<SupervisionStatus> WatchAsync(CancellationToken cancellationToken) => _board.WatchAsync(cancellationToken);

    /// <summary>The first state from now that satisfies the condition.</summary>
    public Task<SupervisionStatus> WaitAsync(Func<SupervisionStatus, bool> condition, CancellationToken cancellationToken) =>
        _board.WaitAsync((status, _) => condition(status), cancellationToken);

    /// <summary>Returns when it runs or has failed for good. One that waits for its next try is started at once, its failures forgotten.</summary>
    public Task<SupervisionStatus> StartAsync(CancellationToken cancellationToken) => AskAsync(Wish.Start, cancellationToken);

    /// <summary>Stops it, where it runs, and starts it.</summary>
    public Task<SupervisionStatus> RestartAsync(CancellationToken cancellationToken) => AskAsync(Wish.Restart, cancellationToken);

    /// <summary>Returns when nothing of it is left.</summary>
    public Task<SupervisionStatus> StopAsync(CancellationToken cancellationToken) => AskAsync(Wish.Stop, cancellationToken);

    /// <summary>Stops looking after a detached program and leaves it running; one that ends with us is stopped.</summary>
    public Task<SupervisionStatus> LetGoAsync(CancellationToken cancellationToken) => AskAsync(Wish.LetGo, cancellationToken);

    /// <summary>The wish without the waiting.</summary>
    public void Start() => _wishes.Ask(Wish.Start);

    public async ValueTask DisposeAsync()
    {
        _wishes.Ask(Wish.End);
        await _loop;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private Task<SupervisionStatus> AskAsync(Wish wish, CancellationToken cancellationToken)
    {
        var number = _wishes.Ask(wish);
        return _board.WaitAsync((status, handled) => handled > number || (handled == number && status.IsSettled), cancellationToken);
    }
}
