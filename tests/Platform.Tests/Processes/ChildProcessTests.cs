using System.Diagnostics;
using System.Text;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Arguments_arrive_exactly_as_given()
    {
        string[] odd = ["", " ", "two words", "$HOME `id` \"quoted\" 'single'", "*", "-n", "zwölf €", "new\nline", "\\"];

        var result = await Start.RunAsync(Start.Program("/usr/bin/printf", ["%s\\0", .. odd]));

        Assert.Equal(odd, result.Text.Split('\0')[..^1]);
    }

    [Fact]
    public async Task The_environment_is_exactly_the_given_one_and_the_markers()
    {
        var start = Start.Program("/usr/bin/env") with
        {
            Environment = new Dictionary<string, string> { ["ONE"] = "1", ["HOMEPORT_RUN"] = "of an outer run", ["HOMEPORT_OWNER"] = "outer" },
            Owner = OwnerMarker.ForRoot("/somewhere"),
        };

        var result = await Start.RunAsync(start);

        var lines = result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.Equal(OwnerMarker.ForRoot("/somewhere/").ToString(), lines[0]);
        Assert.Matches("^HOMEPORT_RUN=[0-9a-f-]{36}$", lines[1]);
        Assert.Equal("ONE=1", lines[2]);
    }

    [Fact]
    public async Task A_role_stands_in_the_environment_and_replaces_an_outer_one()
    {
        var start = Start.Program("/usr/bin/env") with
        {
            Environment = new Dictionary<string, string> { ["HOMEPORT_TASK"] = "of an outer run", ["HOMEPORT_ROLE"] = "outer" },
            Role = new ProcessRole(ProcessKind.Agent, "s1", "t1"),
        };

        var result = await Start.RunAsync(start);

        var lines = result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("HOMEPORT_RUN", StringComparison.Ordinal));
        Assert.Equal(["HOMEPORT_ROLE=agent/s1", "HOMEPORT_TASK=t1"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_child_leads_its_own_session_with_default_signals_and_no_foreign_descriptor()
    {
        var result = await Start.RunAsync(Start.Shell("cat /proc/self/status; echo; awk '{print $5, $6}' /proc/$$/stat; echo $$; ls -l /proc/$$/fd; pwd"));

        var lines = result.Text.Split('\n');
        Assert.Contains(lines, line => line is "SigIgn:\t0000000000000000" or "SigIgn:\t0000000180000000"); // glibc's own 32 and 33
        Assert.Contains("SigBlk:\t0000000000000000", lines);
        var ids = Array.FindIndex(lines, line => line.Length == 0) + 1;
        Assert.Equal($"{lines[ids + 1]} {lines[ids + 1]}", lines[ids]);
        Assert.Equal(3, lines.Count(line => line.Contains(" -> ", StringComparison.Ordinal)));
        Assert.Equal("/", lines[^2]);
    }

    [Fact]
    public async Task Input_goes_in_and_output_and_error_come_out()
    {
        await using var child = ChildProcess.Start(Start.Shell("read line; echo \"got $line\"; echo oops >&2; exit 7"), TimeProvider.System);

        await child.Input.WriteAsync("hello\n"u8.ToArray(), Start.Cancellation);
        var output = await new StreamReader(child.Output).ReadToEndAsync(Start.Cancellation);
        var error = await new StreamReader(child.Error).ReadToEndAsync(Start.Cancellation);

        Assert.Equal(("got hello\n", "oops\n"), (output, error));
        Assert.Equal(new ProcessExit(7, null), await child.Exited.WaitAsync(Start.Patience, Start.Cancellation));
    }

    [Fact]
    public async Task A_signal_is_told_from_a_code()
    {
        var result = await Start.RunAsync(Start.Shell("kill -9 $$"));

        Assert.Equal(new ProcessExit(null, 9), result.Exit);
        Assert.Equal("signal 9", result.Exit.ToString());
    }

    [Fact]
    public async Task A_child_that_ignores_the_polite_signal_is_killed_after_the_grace()
    {
        await using var child = ChildProcess.Start(Start.Shell("trap '' TERM; echo ready; while :; do sleep 5; done"), TimeProvider.System);
        await new StreamReader(child.Output).ReadLineAsync(Start.Cancellation);
        var clock = Stopwatch.StartNew();

        await child.StopAsync(TimeSpan.FromMilliseconds(200), Start.Cancellation);

        Assert.InRange(clock.ElapsedMilliseconds, 190, 3_000);
        Assert.Equal(new ProcessExit(null, 9), await child.Exited);
    }

    [Fact]
    public async Task A_polite_child_ends_its_own_way_and_sees_the_signal_once()
    {
        await using var child = ChildProcess.Start(
            Start.Shell("trap 'echo asked; n=1' TERM; n=0; echo ready; while [ $n = 0 ]; do sleep 0.01; done; exit 3"), TimeProvider.System);
        var output = new StreamReader(child.Output);
        await output.ReadLineAsync(Start.Cancellation);

        await child.StopAsync(TimeSpan.FromSeconds(10), Start.Cancellation);

        Assert.Equal(new ProcessExit(3, null), await child.Exited);
        Assert.Equal("asked\n", await output.ReadToEndAsync(Start.Cancellation));
    }

    [Fact]
    public async Task Descendants_that_left_the_group_are_stopped_too()
    {
        const string Escape = """
            import os, sys, time, signal
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork(): os._exit(0)
            os.setsid()
            if os.fork(): os._exit(0)
            os.chdir('/')
            print(os.getpid(), flush=True)
            time.sleep(600)
            """;
        await using var child = ChildProcess.Start(
            Start.Shell("setsid sh -c 'echo $$; sleep 600' & sleep 600 & echo $!; python3 -c \"$1\"; wait", Escape), TimeProvider.System);
        var output = new StreamReader(child.Output);
        int[] pids =
        [
            await ReadPidAsync(output), await ReadPidAsync(output), await ReadPidAsync(output),
        ];
        Assert.All(pids, pid => Assert.True(Start.IsLive(pid)));

        await child.StopAsync(TimeSpan.FromMilliseconds(100), Start.Cancellation);

        Assert.All(pids, pid => Assert.False(Start.IsLive(pid)));
        Assert.False(Start.IsLive(child.Id));
    }

    [Fact]
    public async Task A_descendant_that_writes_a_title_over_its_environment_is_stopped_too()
    {
        const string Escape = """
            import ctypes, os, sys, time
            if os.fork(): os._exit(0)
            os.setsid()
            start, end = (int(open('/proc/self/stat').read().rsplit(')', 1)[1].split()[field]) for field in (47, 48))
            print(os.getpid(), flush=True)
            sys.stdin.readline()
            ctypes.memset(start, 0, end - start)
            print('covered', flush=True)
            time.sleep(600)
            """;
        await using var child = ChildProcess.Start(
            Start.Shell("python3 -c \"$1\"; wait; sleep 600", Escape), TimeProvider.System);
        var output = new StreamReader(child.Output);
        var pid = await ReadPidAsync(output);
        Assert.Contains(pid, child.FindTree());
        await child.Input.WriteAsync("\n"u8.ToArray(), Start.Cancellation);
        await child.Input.FlushAsync(Start.Cancellation);
        Assert.Equal("covered", await output.ReadLineAsync(Start.Cancellation));

        await child.StopAsync(TimeSpan.FromMilliseconds(100), Start.Cancellation);

        Assert.False(Start.IsLive(pid));
    }

    [Fact]
    public async Task What_a_finished_child_left_in_its_session_is_found_without_the_marker()
    {
        await using var child = ChildProcess.Start(Start.Shell("env -i sleep 600 & echo $!"), TimeProvider.System);
        var leftover = await ReadPidAsync(new StreamReader(child.Output));
        await child.Exited.WaitAsync(Start.Patience, Start.Cancellation);
        Assert.True(Start.IsLive(leftover));

        await child.StopAsync(TimeSpan.FromSeconds(2), Start.Cancellation);

        Assert.False(Start.IsLive(leftover));
    }

    [Fact]
    public async Task A_child_that_closed_its_output_still_counts_as_running()
    {
        await using var child = ChildProcess.Start(Start.Shell("exec >&- 2>&-; read line; exit 4"), TimeProvider.System);

        Assert.Equal(0, await child.Output.ReadAsync(new byte[16], Start.Cancellation));
        Assert.False(child.Exited.IsCompleted);
        await child.Input.WriteAsync("go\n"u8.ToArray(), Start.Cancellation);

        Assert.Equal(new ProcessExit(4, null), await child.Exited.WaitAsync(Start.Patience, Start.Cancellation));
    }

    [Fact]
    public async Task Writing_to_a_child_that_is_gone_is_an_io_error()
    {
        await using var child = ChildProcess.Start(Start.Shell("exit 0"), TimeProvider.System);
        await child.Exited.WaitAsync(Start.Patience, Start.Cancellation);

        await Assert.ThrowsAsync<IOException>(async () => await child.Input.WriteAsync("late\n"u8.ToArray(), Start.Cancellation));
    }

    [Fact]
    public async Task A_read_can_be_cancelled_and_taken_up_again()
    {
        await using var child = ChildProcess.Start(Start.Program("cat"), TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        var buffer = new byte[16];
        var reading = child.Output.ReadAsync(buffer, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await child.Input.WriteAsync("after"u8.ToArray(), Start.Cancellation);

        Assert.Equal(5, await child.Output.ReadAsync(buffer, Start.Cancellation));
        Assert.Equal("after", Encoding.UTF8.GetString(buffer, 0, 5));
    }

    [Fact]
    public async Task Stopping_twice_and_disposing_after_it_is_harmless()
    {
        var child = ChildProcess.Start(Start.Program("sleep", "600"), TimeProvider.System);

        await Task.WhenAll(
            child.StopAsync(TimeSpan.FromSeconds(5), Start.Cancellation), child.StopAsync(TimeSpan.FromSeconds(5), Start.Cancellation));
        await child.DisposeAsync();
        await child.DisposeAsync();

        Assert.False(Start.IsLive(child.Id));
    }

    private static async Task<int> ReadPidAsync(StreamReader output) =>
        int.Parse((await output.ReadLineAsync(Start.Cancellation).AsTask().WaitAsync(Start.Patience))!, System.Globalization.CultureInfo.InvariantCulture);
}
