namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>Waits for what nothing signals, such as the end of a process that is not ours.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    /// <summary>Fails the test, saying <paramref name="what"/> did not happen, when it takes longer than the limit.</summary>
    public static async Task HappensAsync(Func<bool> happened, TimeSpan limit, Func<string> what, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!happened())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < limit, $"Within {limit.TotalSeconds:0.#} s it did not happen: {what()}");
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
    }
}
