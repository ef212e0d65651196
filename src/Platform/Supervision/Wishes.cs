namespace Homeport.Platform.Supervision;

/// <summary>What somebody asks for. What is asked later holds.</summary>
internal enum Wish
{
    Start,
    Restart,
    Stop,

    /// <summary>Stop looking after it, but leave it running where it may.</summary>
    LetGo,

    /// <summary>The supervisor itself ends.</summary>
    End,
}

/// <summary>
/// Where wishes of any thread are put down and where the one loop picks them up. Only the last counts, so no storm of
/// wishes fills anything; a stop that a start has overtaken still makes that start a fresh one.
/// </summary>
internal sealed class Wishes
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _newer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _number;
    private long _lastBreak;
    private Wish _latest = Wish.Stop;

    /// <summary>Counts from 1. After <see cref="Wish.End"/> nothing else is taken up.</summary>
    public long Ask(Wish wish)
    {
        TaskCompletionSource newer;
        long number;
        lock (_gate)
        {
            if (_latest == Wish.End)
            {
                return _number;
            }

            (_latest, newer) = (wish, _newer);
            number = ++_number;
            _lastBreak = wish == Wish.Start ? _lastBreak : number;
            _newer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        newer.TrySetResult();
        return number;
    }

    /// <summary>The latest wish, and whether what runs now has to make way for it.</summary>
    /// <param name="handled">The last wish that was taken up.</param>
    public (Wish Wish, long Number, bool IsBreak) Since(long handled)
    {
        lock (_gate)
        {
            return (_latest, _number, _lastBreak > handled);
        }
    }

    public Task NewerThanAsync(long handled)
    {
        lock (_gate)
        {
            return _number > handled ? Task.CompletedTask : _newer.Task;
        }
    }
}
