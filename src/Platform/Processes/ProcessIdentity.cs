using System.Globalization;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same number, nor for one of another boot.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Start">When it started: <c>boot id/clock ticks since boot</c>. To be kept and compared, not read.</param>
public readonly record struct ProcessIdentity(int Id, string Start)
{
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

    private static class BootId
    {
        public static readonly string Value = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    }
}
