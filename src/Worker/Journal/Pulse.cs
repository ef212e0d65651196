namespace Homeport.Worker.Journal;

/// <summary>
/// Lets waiters look again after something changed. A waiter takes <see cref="Next"/> first, then looks, then waits for what
/// it took: so a change between looking and waiting is not missed.
/// </summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
