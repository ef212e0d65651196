using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>What <c>/proc</c> says about one process.</summary>
internal sealed record ProcessReading(int Id, ProcessStat Stat)
{
    /// <summary>The generic Linux ABI; every architecture that .NET runs on has it.</summary>
    public const int TicksPerSecond = 100;

    private const int LongestCommandLine = 200;

    public string Name { get; private init; } = "";
    public string CommandLine { get; private init; } = "";
    public TimeSpan Age { get; private init; }
    public long ResidentBytes { get; private init; }
    public long SharedBytes { get; private init; }
    public ProcessKind Kind { get; private init; }
    public string? RoleId { get; private init; }
    public string? TaskId { get; private init; }

    /// <summary>One pass over the machine: of foreign processes only what tells that they are foreign is read.</summary>
    public static List<ProcessReading> All(OwnerMarker owner, IReadOnlyCollection<ProcessIdentity> also)
    {
        var marker = Encoding.UTF8.GetBytes(owner.ToString());
        var uptime = Uptime();
        var stats = new Dictionary<int, ProcessStat>();
        var ours = new HashSet<int>();
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                    && ProcessStat.TryParse(Read(pid, "stat", ref buffer), out var stat) && stat.IsAlive)
                {
                    stats[pid] = stat;
                    if (ProcessSweep.Contains(Read(pid, "environ", ref buffer), marker))
                    {
                        ours.Add(pid);
                    }
                }
            }

            AddDescendants(stats, ours, also);
            return [.. ours.Select(pid => Of(pid, stats[pid], uptime, ref buffer))];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Also a child that was given an empty environment belongs to us.</summary>
    private static void AddDescendants(Dictionary<int, ProcessStat> stats, HashSet<int> ours, IReadOnlyCollection<ProcessIdentity> also)
    {
        ours.UnionWith(also.Where(process => stats.ContainsKey(process.Id) && process.IsAlive()).Select(process => process.Id));
        var children = stats.ToLookup(pair => pair.Value.Parent, pair => pair.Key);
        var pending = new Stack<int>(ours);
        while (pending.TryPop(out var pid))
        {
            foreach (var child in children[pid].Where(ours.Add))
            {
                pending.Push(child);
            }
        }
    }

    private static ProcessReading Of(int pid, ProcessStat stat, TimeSpan uptime, ref byte[] buffer)
    {
        var (resident, shared) = Memory(Read(pid, "statm", ref buffer));
        var environment = Read(pid, "environ", ref buffer);
        var (kind, role) = ProcessRole.Parse(ProcessSweep.FindValue(environment, ProcessRole.Variable));
        var task = ProcessSweep.FindValue(environment, ProcessRole.TaskVariable);
        var name = Encoding.UTF8.GetString(Read(pid, "comm", ref buffer).TrimEnd((byte)'\n'));
        return new ProcessReading(pid, stat)
        {
            Name = name,
            CommandLine = Shorten(Read(pid, "cmdline", ref buffer), name),
            Age = uptime - TimeSpan.FromSeconds(stat.StartTime / (double)TicksPerSecond),
            ResidentBytes = resident,
            SharedBytes = shared,
            Kind = kind,
            RoleId = role,
            TaskId = task,
        };
    }

    /// <summary>A line such as <c>4711 1200 800 12 0 300 0</c>: pages in all, in memory, of which files.</summary>
    private static (long Resident, long Shared) Memory(ReadOnlySpan<byte> statm)
    {
        Span<long> pages = stackalloc long[3];
        for (var field = 0; field < 3; field++)
        {
            if (!Utf8Parser.TryParse(statm, out pages[field], out var length) || length + 1 > statm.Length)
            {
                return (0, 0);
            }

            statm = statm[(length + 1)..];
        }

        return (pages[1] * Environment.SystemPageSize, pages[2] * Environment.SystemPageSize);
    }

    /// <summary>Arguments are separated by NUL; a kernel thread, or a process that is just ending, has none.</summary>
    private static string Shorten(ReadOnlySpan<byte> commandLine, string name)
    {
        var end = commandLine.IndexOf((byte)0);
        var program = end < 0 ? commandLine : commandLine[..end];
        var rest = end < 0 ? [] : commandLine[end..Math.Min(commandLine.Length, end + (4 * LongestCommandLine))].TrimEnd((byte)0);
        var text = Path.GetFileName(Encoding.UTF8.GetString(program)) + Encoding.UTF8.GetString(rest).Replace('\0', ' ');
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? name : text.Length <= LongestCommandLine ? text : text[..LongestCommandLine] + "…";
    }

    private static TimeSpan Uptime()
    {
        TimeSpec now;
        unsafe
        {
            return LibC.clock_gettime(LibC.CLOCK_BOOTTIME, &now) == 0
                ? TimeSpan.FromSeconds(now.Seconds + (now.Nanoseconds / 1e9))
                : TimeSpan.Zero;
        }
    }

    private static ReadOnlySpan<byte> Read(int pid, string file, ref byte[] buffer) =>
        buffer.AsSpan(0, ProcessSweep.ReadFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"), ref buffer));
}
