using System.Globalization;
using System.Runtime.InteropServices;

namespace Homeport.Bench.Figures;

/// <summary>Where and under what load a run took place; without it a figure says nothing.</summary>
internal sealed record Machine(string System, string Runtime, int Cores, string Processor, double MemoryGiB, double LoadBefore)
{
    public double LoadAfter { get; init; }

    public static Machine Read() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount,
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        Load());

    /// <summary>The one-minute load average; everything above the number of cores was waiting.</summary>
    public static double Load() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : double.NaN;

    private static string? Line(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
