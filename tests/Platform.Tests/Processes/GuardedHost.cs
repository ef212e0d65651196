using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

/// <summary>No test of its own: the host that <see cref="OrphanGuardTests"/> starts as another process and kills.</summary>
public sealed class GuardedHost
{
    public const string FolderVariable = "GUARD_TEST_FOLDER";
    public const string ByListVariable = "GUARD_TEST_BY_LIST";

    private const string DoubleFork = """
        import os, signal, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork(): os._exit(0)
        os.setsid()
        if os.fork(): os._exit(0)
        open(sys.argv[1], 'a').write(f'{os.getpid()}\n')
        time.sleep(600)
        """;

    private const string Tree = """
        echo $$ >> "$1"
        sleep 600 & echo $! >> "$1"
        setsid sh -c 'echo $$ >> "$1"; trap "" TERM; while :; do sleep 1; done' sh "$1" &
        python3 -c "$2" "$1"
        while [ "$(wc -l < "$1")" -lt 4 ]; do sleep 0.02; done
        mv "$1" "$1.ready"
        wait
        """;

    [Fact(Explicit = true)]
    public async Task Runs_until_it_is_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException("Run by the test beside it only.");
        var owner = OwnerMarker.ForRoot(folder);
        var script = Environment.GetEnvironmentVariable(ByListVariable) == "1" ? GuardScript.ByProcessList("axeww") : GuardScript.ByProcessFolder;
        await using var guard = OrphanGuard.Start(owner, Start.SearchPath, script, TimeProvider.System);
        var pids = Path.Combine(folder, "pids");
        await using var tree = ChildProcess.Start(
            Start.Shell(Tree, pids, DoubleFork) with { Owner = owner }, TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(folder, "guard"), $"{guard.Id}", Start.Cancellation);
        await tree.Exited.WaitAsync(TimeSpan.FromMinutes(1), Start.Cancellation);
    }
}
