namespace Homeport.Storage.Connections;

/// <summary>One queued write. It is either run or cancelled, never both, and always answered.</summary>
internal abstract class Work
{
    private int _isTaken;

    /// <summary>False if its caller stopped waiting before it began.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public abstract void Run(WriteScope scope);

    /// <summary>After the commit.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class Work<T>(Func<WriteScope, T> run) : Work
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Run(WriteScope scope) => _result = run(scope);

    public override void Succeed() => _done.TrySetResult(_result);

    public override void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryTake())
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }
}
