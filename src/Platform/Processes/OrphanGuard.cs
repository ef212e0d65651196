using System.Diagnostics.CodeAnalysis;
using System.Text;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// A tiny process (a shell waiting on a pipe) that outlives us just long enough to take every process with our owner marker
/// down when we die without a chance to, as by SIGKILL. Disposing it is the clean stop: it leaves without killing.
/// A process that clears its environment escapes the marker; only a sandbox holds such a one. On Windows the kernel does
/// the same by itself: see <see cref="OwnJob"/>. Only Linux is tested.
/// </summary>
public sealed class OrphanGuard : IAsyncDisposable
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ChildProcess? _shell;
    private readonly OwnJob? _job;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<ProcessExit> _jobLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OrphanGuard(ChildProcess? shell, OwnJob? job, TimeProvider time) => (_shell, _job, _time) = (shell, job, time);

    /// <summary>Completes when the guard has ended, which it should not before it is disposed: then nobody guards.</summary>
    public Task<ProcessExit> Exited => _shell?.Exited ?? _jobLeft.Task;

    /// <summary>Of the process that is on watch; where the kernel is, of this one.</summary>
    public int Id => _shell?.Id ?? Environment.ProcessId;

    /// <param name="owner">What the children to guard carry; see <see cref="ProcessStart.Owner"/>.</param>
    /// <param name="searchPath">A PATH with what <see cref="GuardScript"/> needs.</param>
    /// <param name="time">For the patience when it leaves.</param>
    /// <exception cref="ProcessStartException">One of its tools is not in that PATH.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the job.")]
    public static OrphanGuard Start(OwnerMarker owner, string searchPath, TimeProvider time) => OperatingSystem.IsWindows()
        ? new OrphanGuard(null, OwnJob.Enter(), time)
        : Start(owner, searchPath, OperatingSystem.IsMacOS() ? GuardScript.ByProcessList("-axEww") : GuardScript.ByProcessFolder, time);

    internal static OrphanGuard Start(OwnerMarker owner, string searchPath, GuardScript script, TimeProvider time)
    {
        foreach (var tool in script.Tools)
        {
            if (ExecutableLookup.Find(tool, searchPath) is null)
            {
                throw SpawnFailure.NotInPath(tool, searchPath);
            }
        }

        var shell = ChildProcess.Start(
            new ProcessStart
            {
                FileName = "sh",
                Arguments = ["-c", script.Text, "homeport-guard", owner.ToString()],
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { ["PATH"] = searchPath }, // without the marker: it must not take itself down
            },
            time);
        return new OrphanGuard(shell, null, time);
    }

    /// <summary>
    /// Ends every process that carries the marker: what an earlier run left behind. This process and its ancestors are
    /// spared, for we may have been started from a terminal of that run.
    /// </summary>
    /// <returns>How many processes were found.</returns>
    /// <exception cref="TimeoutException">Something survives SIGKILL for five seconds.</exception>
    public static async Task<int> SweepAsync(OwnerMarker owner, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        OperatingSystemSupport.DemandLinux("Finding leftover processes");
        var marker = Encoding.UTF8.GetBytes(owner.ToString());
        var spared = Ancestors();
        var found = Find(marker, spared);
        var seen = found.ToHashSet();
        found.ForEach(pid => ProcessSweep.Signal(pid, LibC.SIGTERM, marker));

        var started = time.GetTimestamp();
        while (found.Count > 0)
        {
            await Task.Delay(Pause, time, cancellationToken);
            found = Find(marker, spared);
            seen.UnionWith(found);
            var waited = time.GetElapsedTime(started);
            if (waited >= grace + KillPatience && found.Count > 0)
            {
                throw new TimeoutException($"These processes of an earlier run survive SIGKILL: {string.Join(", ", found)}. They may wait for a dead disk or network mount.");
            }

            if (waited >= grace)
            {
                found.ForEach(pid => ProcessSweep.Signal(pid, LibC.SIGKILL, marker));
            }
        }

        return seen.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            _job?.Dispose();
            _jobLeft.TrySetResult(new ProcessExit(0, null));
        }

        if (_shell is null)
        {
            return;
        }

        try
        {
            await _shell.Input.WriteAsync("leave\n"u8.ToArray());
            await _shell.Exited.WaitAsync(LeavePatience, _time);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // It ended before, or hangs: it is killed below.
        }

        await _shell.DisposeAsync();
    }

    private static List<int> Find(byte[] marker, HashSet<int> spared)
    {
        var found = ProcessSweep.Find(marker, session: null);
        found.RemoveAll(spared.Contains);
        return found;
    }

    private static HashSet<int> Ancestors()
    {
        var ancestors = new HashSet<int>();
        for (var pid = Environment.ProcessId; pid > 1 && ancestors.Add(pid);)
        {
            pid = ProcessStat.Of(pid)?.Parent ?? 0;
        }

        return ancestors;
    }
}
