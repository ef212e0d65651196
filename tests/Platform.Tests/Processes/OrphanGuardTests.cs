using System.Globalization;
using System.Runtime.InteropServices;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

/// <summary>A host that is killed leaves nothing behind. The host is this program, started again for <see cref="GuardedHost"/>.</summary>
public sealed class OrphanGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="isByList">As on macOS, with the options that the list of processes takes here.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_killed_outright_takes_every_descendant_with_it(bool isByList)
    {
        var host = ChildProcess.Start(
            new ProcessStart
            {
                FileName = Environment.ProcessPath!,
                Arguments = ["-explicit", "only", "-method", $"{typeof(GuardedHost).FullName}.{nameof(GuardedHost.Runs_until_it_is_killed)}"],
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = Start.SearchPath,
                    ["HOME"] = _folder.Path,
                    ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
                    [GuardedHost.FolderVariable] = _folder.Path,
                    [GuardedHost.ByListVariable] = isByList ? "1" : "",
                },
            },
            TimeProvider.System);
        await using var cleanUp = host;
        var drain = Task.WhenAll(host.Output.CopyToAsync(Stream.Null, Start.Cancellation), host.Error.CopyToAsync(Stream.Null, Start.Cancellation));
        var pids = (await WaitForFileAsync(_folder["pids.ready"], host)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ParsePid).ToArray();
        var guard = ProcessIdentity.Of(ParsePid(await WaitForFileAsync(_folder["guard"], host)))!.Value;
        Assert.Equal(4, pids.Length);
        Assert.All(pids, pid => Assert.True(Start.IsLive(pid)));

        Assert.True((await Start.RunAsync(Start.Program("kill", "-9", $"{host.Id}"))).IsSuccess);

        await WaitUntilAsync(() => !guard.IsAlive());
        Assert.All(pids, pid => Assert.False(Start.IsLive(pid)));
        await drain;
    }

    [Fact]
    public async Task A_clean_stop_kills_nobody()
    {
        var owner = OwnerMarker.ForRoot(_folder.Path);
        await using var child = ChildProcess.Start(Start.Program("sleep", "600") with { Owner = owner }, TimeProvider.System);
        var guard = OrphanGuard.Start(owner, Start.SearchPath, TimeProvider.System);

        await guard.DisposeAsync();

        Assert.Equal(new ProcessExit(0, null), await guard.Exited);
        Assert.True(Start.IsLive(child.Id));
    }

    [Fact]
    public async Task The_keys_and_signals_of_a_terminal_do_not_reach_the_guard()
    {
        await using var guard = OrphanGuard.Start(OwnerMarker.ForRoot(_folder.Path), Start.SearchPath, TimeProvider.System);
        var stat = ProcessStat.Of(guard.Id)!.Value;
        Assert.Equal((guard.Id, guard.Id), (stat.Group, stat.Session));

        await WaitUntilAsync(() => (IgnoredSignals(guard.Id) & 0x4007) == 0x4007); // the shell has got so far
        foreach (var signal in (string[])["-INT", "-TERM", "-HUP", "-QUIT"])
        {
            await Start.RunAsync(Start.Program("kill", signal, $"{guard.Id}"));
        }

        Assert.True(Start.IsLive(guard.Id));
        Assert.False(guard.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_start_finds_and_ends_what_an_earlier_run_left()
    {
        var owner = OwnerMarker.ForRoot(_folder.Path);
        await using var other = ChildProcess.Start(Start.Program("sleep", "600") with { Owner = OwnerMarker.ForRoot("/another") }, TimeProvider.System);
        await using var left = ChildProcess.Start(
            Start.Shell("setsid sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & sleep 600") with { Owner = owner }, TimeProvider.System);
        var stubborn = ParsePid((await new StreamReader(left.Output).ReadLineAsync(Start.Cancellation))!);

        var count = await OrphanGuard.SweepAsync(owner, TimeSpan.FromMilliseconds(200), TimeProvider.System, Start.Cancellation);

        Assert.InRange(count, 3, 10);
        Assert.False(Start.IsLive(left.Id));
        Assert.False(Start.IsLive(stubborn));
        Assert.True(Start.IsLive(other.Id));
        Assert.Equal(0, await OrphanGuard.SweepAsync(owner, TimeSpan.Zero, TimeProvider.System, Start.Cancellation));
    }

    [Fact]
    public void Without_its_tools_it_does_not_pretend_to_guard() =>
        Assert.Throws<ProcessStartException>(() => OrphanGuard.Start(OwnerMarker.ForRoot("/"), "/nowhere", TimeProvider.System));

    private static ulong IgnoredSignals(int pid) => ulong.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).AsSpan("SigIgn:".Length).Trim(),
        NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int ParsePid(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> WaitForFileAsync(string path, ChildProcess host)
    {
        await WaitUntilAsync(() => host.Exited.IsCompleted || (File.Exists(path) && new FileInfo(path).Length > 0));
        Assert.False(host.Exited.IsCompleted, "The host ended by itself.");
        return await File.ReadAllTextAsync(path, Start.Cancellation);
    }

    /// <summary>Processes that are not ours give no signal when they end, so we look.</summary>
    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Start.Patience, "It did not come true in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Start.Cancellation);
        }
    }
}
