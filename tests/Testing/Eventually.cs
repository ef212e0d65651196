namespace Homeport.Testing;

/// <summary>
/// Waits for what nothing signals, such as the end of a process that is not ours or a row that somebody writes. It looks again and
/// again, with pauses that leave the processor to what it waits for, and says in the end what it saw last.
/// </summary>
public static class Eventually
{
    /// <summary>Long enough for a machine that has much else to do; what is broken does not come true later either.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static Task HoldsAsync(Func<bool> holds, CancellationToken cancellationToken) =>
        HappensAsync(holds, Patience, static () => "what the test waits for", cancellationToken);

    /// <param name="happened">Looked at until it is true.</param>
    /// <param name="limit">How long.</param>
    /// <param name="what">For the message, when it takes longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task HappensAsync(Func<bool> happened, TimeSpan limit, Func<string> what, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!happened())
        {
            await PauseAsync(start, limit, what, cancellationToken);
        }
    }

    /// <summary>The first answer for which it holds.</summary>
    /// <exception cref="TimeoutException">None of them; the message has the last.</exception>
    public static async Task<T> SeesAsync<T>(Func<Task<T>> look, Func<T, bool> isIt, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isIt(seen))
            {
                return seen;
            }

            await PauseAsync(start, Patience, () => $"the last that was seen is {seen}", cancellationToken);
        }
    }

    private static Task PauseAsync(long start, TimeSpan limit, Func<string> what, CancellationToken cancellationToken) =>
        TimeProvider.System.GetElapsedTime(start) < limit
            ? Task.Delay(LookEvery, TimeProvider.System, cancellationToken)
            : throw new TimeoutException($"Within {limit.TotalSeconds:0.#} s it did not happen: {what()}");
}
