using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Supervision;

public sealed class SupervisedProcessTests
{
    [Fact]
    public async Task It_runs_until_it_is_stopped_and_nothing_is_left()
    {
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600 & sleep 600"));
        Assert.Equal(SupervisionState.Stopped, process.Status.State);

        var running = await process.StartAsync(Start.Cancellation);
        await Supervised.UntilAsync(() => process.FindTree().Count == 3);
        var tree = process.FindTree();
        var stopped = await process.StopAsync(Start.Cancellation);

        Assert.Equal((SupervisionState.Running, SupervisionState.Stopped), (running.State, stopped.State));
        Assert.Contains(running.ProcessId!.Value, tree);
        Assert.All(tree, pid => Assert.False(Start.IsLive(pid)));
        Assert.Null(stopped.ProcessId);
        Assert.Equal(
            [SupervisionState.Starting, SupervisionState.Starting, SupervisionState.Running, SupervisionState.Stopping, SupervisionState.Stopped],
            process.History.Select(status => status.State));
        Assert.Equal(Enumerable.Range(1, 5).Select(number => (long)number), process.History.Select(status => status.Number));
    }

    [Fact]
    public async Task What_ignores_the_polite_signal_is_killed_with_all_that_escaped()
    {
        const string Escape = """
            import os, signal, sys, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork() == 0:
                os.setsid()
                if os.fork(): os._exit(0)
                print(os.getpid(), flush=True)
            time.sleep(600)
            """;
        await using var process = Supervised.Begin(Supervised.Python(Escape));
        await process.StartAsync(Start.Cancellation);
        var escaped = int.Parse((await process.Log.UntilLineAsync(line => line.Source == LogSource.Output)).Text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Start.IsLive(escaped));

        await process.StopAsync(Start.Cancellation);

        Assert.False(Start.IsLive(escaped));
    }

    [Fact]
    public async Task Killed_it_is_back_at_once_without_its_leftovers()
    {
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600 & echo $!; wait"));
        var first = await process.StartAsync(Start.Cancellation);
        var leftover = int.Parse((await process.Log.UntilLineAsync(line => line.Source == LogSource.Output)).Text, System.Globalization.CultureInfo.InvariantCulture);

        using (var victim = System.Diagnostics.Process.GetProcessById(first.ProcessId!.Value))
        {
            victim.Kill();
        }

        var second = await process.UntilAsync(status => status.State == SupervisionState.Running && status.ProcessId != first.ProcessId);

        Assert.Equal((1, 1), (second.Restarts, second.Tries));
        Assert.Equal(new ProcessExit(null, 9), second.LastExit);
        Assert.False(Start.IsLive(leftover));
    }

    [Fact]
    public async Task Output_that_is_closed_is_no_end()
    {
        await using var process = Supervised.Begin(Supervised.Shell("echo last; exec >&- 2>&-; sleep 600"));
        await process.StartAsync(Start.Cancellation);
        await process.Log.UntilLineAsync(line => line.Text == "last");
        await Supervised.UntilAsync(() => process.FindTree().Count == 2);

        Assert.Equal(SupervisionState.Running, process.Status.State);
        Assert.Equal(SupervisionState.Stopped, (await process.StopAsync(Start.Cancellation)).State);
    }

    [Theory]
    [InlineData(RestartPolicy.Never, 0, SupervisionState.Stopped, 0)]
    [InlineData(RestartPolicy.Never, 3, SupervisionState.Failed, 0)]
    [InlineData(RestartPolicy.OnFailure, 0, SupervisionState.Stopped, 0)]
    [InlineData(RestartPolicy.OnFailure, 3, SupervisionState.Failed, 10)]
    [InlineData(RestartPolicy.Always, 0, SupervisionState.Failed, 10)]
    public async Task The_policy_says_what_follows_an_end(RestartPolicy policy, int code, SupervisionState state, int restarts)
    {
        await using var process = Supervised.Begin(
            Supervised.Shell("echo \"oops $1\" >&2; exit $1", code.ToString(System.Globalization.CultureInfo.InvariantCulture)) with { Restart = policy });
        process.Start();

        var end = await process.UntilAsync(status => status.LastExit is not null && status.State is SupervisionState.Failed or SupervisionState.Stopped);

        Assert.Equal((state, restarts, code), (end.State, end.Restarts, end.LastExit?.Code));
        Assert.Equal([$"oops {code}"], end.LastErrors);
        Assert.Contains($"exit code {code}", end.Reason, StringComparison.Ordinal);
        Assert.Equal(restarts, process.History.Count(status => status.State == SupervisionState.Backoff));
    }

    [Theory]
    [InlineData("/nowhere/at-all", "does not exist")]
    [InlineData("/etc/passwd", "may not be executed")]
    [InlineData("no-such-program-here", "was not found in PATH")]
    public async Task A_program_that_cannot_be_started_fails_at_once(string program, string reason)
    {
        await using var process = Supervised.Begin(Supervised.Shell("") with { Start = Start.Program(program) });

        var end = await process.StartAsync(Start.Cancellation);

        Assert.Equal((SupervisionState.Failed, 0), (end.State, end.Restarts));
        Assert.Contains(reason, end.Reason, StringComparison.Ordinal);
        Assert.Equal(SupervisionState.Failed, (await process.StartAsync(Start.Cancellation)).State);
        Assert.Equal(SupervisionState.Stopped, (await process.StopAsync(Start.Cancellation)).State);
    }

    [Fact]
    public async Task A_start_while_it_runs_changes_nothing_and_a_restart_does()
    {
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600"));
        var first = await process.StartAsync(Start.Cancellation);

        var again = await process.StartAsync(Start.Cancellation);
        var restarted = await process.RestartAsync(Start.Cancellation);

        Assert.Equal(first.ProcessId, again.ProcessId);
        Assert.NotEqual(first.ProcessId, restarted.ProcessId);
        Assert.Equal((SupervisionState.Running, 0), (restarted.State, restarted.Restarts));
        Assert.False(Start.IsLive(first.ProcessId!.Value));
    }

    [Fact]
    public async Task A_storm_of_wishes_ends_in_the_last_one_and_never_in_two_programs()
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(Supervised.Shell("""
            exec 9> "$1/lock"
            flock -n 9 || { touch "$1/two"; exit 1; }
            sleep 600
            """, folder.Path) with
        { StopGrace = TimeSpan.FromSeconds(10), Restart = RestartPolicy.Never });
        var wishes = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 8; i++)
            {
                SupervisionStatus status = Random.Shared.Next(4) switch
                {
                    0 => await process.StartAsync(Start.Cancellation),
                    1 => await process.StopAsync(Start.Cancellation),
                    2 => await process.RestartAsync(Start.Cancellation),
                    _ => process.Status,
                };
            }
        })).ToList();
        await Task.WhenAll(wishes).WaitAsync(Start.Patience * 3, Start.Cancellation);
        var running = await process.StartAsync(Start.Cancellation);
        var stopped = await process.StopAsync(Start.Cancellation);

        Assert.Equal((SupervisionState.Running, SupervisionState.Stopped), (running.State, stopped.State));
        Assert.False(File.Exists(folder["two"]));
    }

    [Fact]
    public async Task Disposing_stops_it_at_any_moment_and_later_wishes_are_void()
    {
        var process = Supervised.Begin(Supervised.Shell("sleep 600"));
        process.Start();
        var running = await process.UntilAsync(SupervisionState.Running);

        await process.DisposeAsync();
        process.Start();

        Assert.False(Start.IsLive(running.ProcessId!.Value));
        Assert.Equal(SupervisionState.Stopped, process.Status.State);
        await process.DisposeAsync();

        await using var unused = Supervised.Begin(Supervised.Shell("sleep 600"));
    }

    [Fact]
    public async Task Every_change_is_seen_by_who_watches()
    {
        await using var process = Supervised.Begin(Supervised.Shell("exit 4") with { Backoff = RestartBackoff.None with { Tries = 1 } });
        var states = new List<SupervisionState>();

        async Task WatchAsync()
        {
            await foreach (var status in process.WatchAsync(Start.Cancellation))
            {
                states.Add(status.State);
                if (status.State == SupervisionState.Stopped && states.Count == 1)
                {
                    process.Start();
                }
                else if (status.State == SupervisionState.Failed)
                {
                    break;
                }
            }
        }

        await WatchAsync().WaitAsync(Start.Patience, Start.Cancellation);

        Assert.Equal(
            [
                SupervisionState.Stopped,
                SupervisionState.Starting, SupervisionState.Starting, SupervisionState.Running, SupervisionState.Backoff,
                SupervisionState.Starting, SupervisionState.Starting, SupervisionState.Running, SupervisionState.Failed,
            ],
            states);
        Assert.StartsWith("Given up after 1 restarts in a row.", process.Status.Reason, StringComparison.Ordinal);
    }
}
