using System.Globalization;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same number, nor for one of another boot.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Start">When it started: <c>boot id/clock ticks since boot</c>. To be kept and compared, not read.</param>
public readonly record struct ProcessIdentity(int Id, string Start)
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId)
        ?? throw new PlatformNotSupportedException("This process cannot be found in /proc. Mount it.");

    /// <summary>Null when there is no such process, or only its zombie.</summary>
    public static ProcessIdentity? Of(int id)
    {
        OperatingSystemSupport.DemandLinux("Telling processes apart");
        return id > 0 && ProcessStat.Of(id) is { IsAlive: true } stat
            ? new ProcessIdentity(id, string.Create(CultureInfo.InvariantCulture, $"{BootId.Value}/{stat.StartTime}"))
            : null;
    }

    /// <summary>Whether this very process still runs.</summary>
    public bool IsAlive() => Of(Id) == this;

    /// <summary>Asks this very process to end (SIGTERM), kills it after the grace, and returns when it is gone.</summary>
    /// <exception cref="TimeoutException">It survives SIGKILL.</exception>
    public async Task StopAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        Signal(LibC.SIGTERM);
        var start = time.GetTimestamp();
        while (IsAlive())
        {
            var waited = time.GetElapsedTime(start);
            if (waited >= grace + KillPatience)
            {
                throw new TimeoutException($"Process {Id} survives SIGKILL. It may wait for a dead disk or network mount.");
            }

            if (waited >= grace)
            {
                Signal(LibC.SIGKILL);
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>By a descriptor, so that a process which gets the number meanwhile is not met.</summary>
    private void Signal(int signal)
    {
        var pidfd = LibC.PidfdOpen(Id);
        if (pidfd < 0)
        {
            return;
        }

        if (IsAlive())
        {
            _ = LibC.PidfdSendSignal(pidfd, signal);
        }

        _ = LibC.close(pidfd);
    }

    private static class BootId
    {
        public static readonly string Value = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    }
}
