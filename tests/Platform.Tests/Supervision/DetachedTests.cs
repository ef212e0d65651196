using System.Diagnostics;
using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Supervision;

public sealed class DetachedTests
{
    private const string Server = """
        import os, socket, time
        s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(8)
        print('noise', flush=True); print('BACKEND_PORT:%d' % s.getsockname()[1], flush=True)
        time.sleep(600)
        """;

    [Fact]
    public async Task It_outlives_its_supervisor_and_is_taken_up_by_the_next()
    {
        using var folder = new TemporaryFolder();
        var spec = Detached(Supervised.Python(Server), folder) with { Discovery = Discovery.PortLine };
        SupervisionStatus first;
        await using (var one = Supervised.Begin(spec))
        {
            first = await one.StartAsync(Start.Cancellation);
        }

        Assert.Equal(SupervisionState.Running, first.State);
        Assert.True(Start.IsLive(first.ProcessId!.Value));
        Assert.Contains("noise", File.ReadAllText(folder["out.log"]), StringComparison.Ordinal);

        await using var two = Supervised.Begin(spec);
        var found = await two.StartAsync(Start.Cancellation);
        Assert.Equal((first.ProcessId, first.Port, true), (found.ProcessId, found.Port, found.IsAdopted));

        using (var victim = Process.GetProcessById(first.ProcessId.Value))
        {
            victim.Kill();
        }

        var again = await two.UntilAsync(status => status.State == SupervisionState.Running && status.ProcessId != first.ProcessId);
        Assert.Equal((1, false), (again.Restarts, again.IsAdopted));
        var stopped = await two.StopAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Stopped, stopped.State);
        Assert.False(Start.IsLive(again.ProcessId!.Value));
        Assert.False(File.Exists(folder["it.pid"]));
    }

    [Fact]
    public async Task The_end_of_one_that_is_no_child_is_noticed_and_its_tree_is_taken_down()
    {
        // The middle process starts the program and ends, so that the program is nobody's child here.
        using var folder = new TemporaryFolder();
        var run = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        await Start.RunAsync(Start.Shell($"setsid env {ChildProcess.RunVariable}={run:D} sh -c 'sleep 600 & echo $$ > \"$1\"; wait' sh \"$1\" > /dev/null 2>&1 &", folder["pid"]));
        await Supervised.UntilAsync(() => File.Exists(folder["pid"]) && File.ReadAllText(folder["pid"]).EndsWith('\n'));
        var pid = int.Parse(File.ReadAllText(folder["pid"]), CultureInfo.InvariantCulture);

        var adopted = DetachedProcess.TryAdopt(ProcessIdentity.Of(pid)!.Value, run, TimeProvider.System)!;
        await Supervised.UntilAsync(() => adopted.FindTree().Count == 2);
        var tree = adopted.FindTree();
        using (var victim = Process.GetProcessById(pid))
        {
            victim.Kill();
        }

        Assert.Equal(new ProcessExit(null, null), await adopted.Exited.WaitAsync(Start.Patience, Start.Cancellation));
        await adopted.StopAsync(TimeSpan.FromSeconds(1), Start.Cancellation);
        Assert.All(tree, id => Assert.False(Start.IsLive(id)));
    }

    [Fact]
    public async Task A_number_that_now_belongs_to_another_is_recognised_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        await using var stranger = ChildProcess.Start(Start.Program("sleep", "600"), TimeProvider.System);
        var identity = ProcessIdentity.Of(stranger.Id)!.Value;
        (ProcessIdentity, Guid)[] records =
        [
            (identity, Guid.CreateVersion7(DateTimeOffset.UnixEpoch)), // the same process, but not with our marker
            (identity with { Start = identity.Start + "1" }, stranger.RunId), // the number used again
            (new ProcessIdentity(1, ProcessIdentity.Of(1)!.Value.Start), stranger.RunId),
        ];
        foreach (var (process, run) in records)
        {
            await new PidRecord(process, run, 0).WriteAsync(folder["it.pid"], Start.Cancellation);
            await using var supervised = Supervised.Begin(Detached(Supervised.Shell("sleep 600"), folder));

            var running = await supervised.StartAsync(Start.Cancellation);
            Assert.NotEqual(process.Id, running.ProcessId);
            Assert.False(running.IsAdopted);
            Assert.Contains(supervised.Log.Read(0, 100), line => line.Text.Contains("is another program now", StringComparison.Ordinal));
            await supervised.StopAsync(Start.Cancellation);
        }

        Assert.True(Start.IsLive(stranger.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"pid":"x"}""")]
    [InlineData("""{"pid":1,"processStart":"x","run":"y","outputFrom":0}""")]
    public async Task A_broken_file_is_no_file(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["it.pid"], content);
        await using var process = Supervised.Begin(Detached(Supervised.Shell("sleep 600"), folder));

        var running = await process.StartAsync(Start.Cancellation);

        Assert.Equal((SupervisionState.Running, false), (running.State, running.IsAdopted));
        Assert.Equal(running.ProcessId, PidRecord.Read(folder["it.pid"])!.Process.Id);
        await process.StopAsync(Start.Cancellation);
    }

    [Fact]
    public async Task What_it_said_last_is_read_from_its_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["out.log"], "of an earlier run\n");
        await using var process = Supervised.Begin(
            Detached(Supervised.Shell("echo out; echo err >&2; exit 3"), folder) with { Restart = RestartPolicy.Never });
        process.Start();

        var end = await process.UntilAsync(SupervisionState.Failed);

        Assert.Equal(["out", "err"], end.LastErrors);
        Assert.False(File.Exists(folder["it.pid"]));
    }

    [Fact]
    public async Task Letting_go_leaves_it_running_and_a_later_start_finds_it()
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(Detached(Supervised.Shell("sleep 600"), folder));
        var running = await process.StartAsync(Start.Cancellation);

        var letGo = await process.LetGoAsync(Start.Cancellation);
        Assert.Equal(SupervisionState.Stopped, letGo.State);
        Assert.True(Start.IsLive(running.ProcessId!.Value));
        var found = await process.StartAsync(Start.Cancellation);

        Assert.Equal((running.ProcessId, true), (found.ProcessId, found.IsAdopted));
        await process.StopAsync(Start.Cancellation);
        Assert.False(Start.IsLive(running.ProcessId.Value));
    }

    [Fact]
    public async Task A_large_file_is_set_aside_and_one_that_cannot_be_made_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        using (var large = File.Create(folder["out.log"]))
        {
            large.SetLength(10_000_001);
        }

        await using (var process = Supervised.Begin(Detached(Supervised.Shell("echo new; sleep 600"), folder)))
        {
            await process.StartAsync(Start.Cancellation);
            await Supervised.UntilAsync(() => File.ReadAllText(folder["out.log"]) == "new\n");
            await process.StopAsync(Start.Cancellation);
        }

        Assert.Equal(10_000_001, new FileInfo(folder["out.log.1"]).Length);
        await using var broken = Supervised.Begin(Supervised.Shell("sleep 600") with
        {
            Detached = new DetachedRun(folder["it.pid"], folder["missing/out.log"]),
            Backoff = RestartBackoff.None with { Tries = 0 },
        });
        Assert.Contains("cannot be opened", (await broken.StartAsync(Start.Cancellation)).Reason, StringComparison.Ordinal);
    }

    private static SupervisionSpec Detached(SupervisionSpec spec, TemporaryFolder folder) => spec with
    {
        Detached = new DetachedRun(folder["it.pid"], folder["out.log"]),
    };
}
