using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;
using Homeport.Testing;

namespace Homeport.Platform.Tests.Supervision;

public sealed class BackoffTests
{
    [Fact]
    public void The_wait_doubles_up_to_a_minute_with_up_to_a_second_on_top()
    {
        var backoff = RestartBackoff.Default;

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60, 60], Enumerable.Range(1, 10).Select(failures => backoff.DelayAfter(failures, 0).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(61), backoff.DelayAfter(10_000, 1));
        Assert.Equal(TimeSpan.FromSeconds(1.5), backoff.DelayAfter(1, 0.5));
        Assert.Equal(TimeSpan.Zero, RestartBackoff.None.DelayAfter(9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => backoff.DelayAfter(0, 0));
    }

    [Fact]
    public async Task Ten_tries_with_growing_waits_and_then_it_has_failed()
    {
        var time = new ManualTime();
        await using var process = new SupervisedProcess(
            Supervised.Shell("exit 1") with { Backoff = RestartBackoff.Default }, time, new Random(7));
        process.Start();

        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(250), () => process.Status.State == SupervisionState.Failed);

        var waits = process.History.Where(status => status.State == SupervisionState.Backoff).ToList();
        Assert.Equal(Enumerable.Range(1, 10), waits.Select(status => status.Tries));
        Assert.All(waits.Zip([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]), pair =>
            Assert.InRange((pair.First.NextTryAt!.Value - pair.First.At).TotalSeconds, pair.Second, pair.Second + 1));
        Assert.True(waits.Select(status => (status.NextTryAt!.Value - status.At).Milliseconds).Distinct().Count() > 5);
        Assert.Equal(10, process.Status.Restarts);
        for (var i = 0; i < waits.Count; i++)
        {
            var next = process.History.First(status => status.Number > waits[i].Number && status.State == SupervisionState.Starting);
            Assert.True(next.At >= waits[i].NextTryAt);
        }
    }

    [Fact]
    public async Task Thirty_seconds_alive_and_its_failures_are_forgotten()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        await using var process = new SupervisedProcess(
            Supervised.Shell("if [ -e \"$1/long\" ]; then sleep 600; fi; exit 1", folder.Path) with { Backoff = RestartBackoff.Default }, time, new Random(7));
        process.Start();
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(250), () => process.Status is { State: SupervisionState.Backoff, Tries: 4 });

        File.WriteAllText(folder["long"], "");
        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(250), () => process.Status is { State: SupervisionState.Running } && process.FindTree().Count == 2);
        Assert.Equal(4, process.Status.Tries);
        time.Advance(TimeSpan.FromSeconds(30));
        using (var victim = System.Diagnostics.Process.GetProcessById(process.Status.ProcessId!.Value))
        {
            victim.Kill();
        }

        await AdvanceUntilAsync(time, TimeSpan.FromMilliseconds(10), () => process.Status is { State: SupervisionState.Backoff, Tries: 1 });
        Assert.InRange((process.Status.NextTryAt!.Value - process.Status.At).TotalSeconds, 1, 2);
    }

    [Fact]
    public async Task A_wish_ends_the_waiting_and_forgets_the_failures()
    {
        await using var process = Supervised.Begin(Supervised.Shell("exit 1") with
        {
            Backoff = RestartBackoff.Default with { Base = TimeSpan.FromMinutes(10), Cap = TimeSpan.FromHours(1) },
        });
        process.Start();
        var first = await process.UntilAsync(SupervisionState.Backoff);

        process.Start();
        var second = await process.UntilAsync(status => status.State == SupervisionState.Backoff && status.Number > first.Number);
        var stopped = await process.StopAsync(Start.Cancellation);

        Assert.Equal((1, 0), (second.Tries, second.Restarts));
        Assert.Equal(SupervisionState.Stopped, stopped.State);
        Assert.Null(stopped.NextTryAt);
    }

    /// <summary>The clock runs, but by hand; the processes are real.</summary>
    private static Task AdvanceUntilAsync(ManualTime time, TimeSpan step, Func<bool> condition) => Supervised.UntilAsync(() =>
    {
        if (condition())
        {
            return true;
        }

        time.Advance(step);
        return false;
    });
}
