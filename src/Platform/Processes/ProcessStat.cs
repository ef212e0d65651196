using System.Buffers;
using System.Buffers.Text;

namespace Homeport.Platform.Processes;

/// <summary>The fields of <c>/proc/PID/stat</c> that identify a process; proc_pid_stat(5).</summary>
/// <param name="State">One letter: <c>R S D Z T t X I</c>.</param>
/// <param name="Parent">The id of the parent.</param>
/// <param name="Group">The id of the process group.</param>
/// <param name="Session">The id of the session.</param>
/// <param name="StartTime">Clock ticks (1/100 s) since boot.</param>
/// <param name="CpuTicks">What it has computed so far, in user and kernel, in clock ticks; without its children.</param>
internal readonly record struct ProcessStat(byte State, int Parent, int Group, int Session, long StartTime, long CpuTicks = 0)
{
    public bool IsAlive => State is not ((byte)'Z' or (byte)'X');

    /// <summary>Of a process that is there, zombies included; null otherwise.</summary>
    public static ProcessStat? Of(int pid)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            return TryParse(buffer.AsSpan(0, ProcessSweep.ReadFile($"/proc/{pid}/stat", ref buffer)), out var stat) ? stat : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a line such as <c>4711 (my (odd) name) S 1 4711 4711 0 -1 …</c>; the name may hold any byte.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ProcessStat stat)
    {
        stat = default;
        var nameEnd = line.LastIndexOf(")"u8);
        if (nameEnd < 0 || nameEnd + 2 >= line.Length)
        {
            return false;
        }

        var fields = line[(nameEnd + 2)..]; // from field 3, the state
        var (state, parent, group, session, startTime) = (fields[0], 0, 0, 0, 0L);
        var (user, system) = (0L, 0L);
        for (var field = 3; field <= 22; field++)
        {
            var length = fields.IndexOf((byte)' ');
            var value = length < 0 ? fields : fields[..length];
            if ((field == 4 && !Utf8Parser.TryParse(value, out parent, out _))
                || (field == 5 && !Utf8Parser.TryParse(value, out group, out _))
                || (field == 6 && !Utf8Parser.TryParse(value, out session, out _))
                || (field == 14 && !Utf8Parser.TryParse(value, out user, out _))
                || (field == 15 && !Utf8Parser.TryParse(value, out system, out _))
                || (field == 22 && !Utf8Parser.TryParse(value, out startTime, out _))
                || (length < 0 && field < 22))
            {
                return false;
            }

            fields = length < 0 ? [] : fields[(length + 1)..];
        }

        stat = new ProcessStat(state, parent, group, session, startTime, user + system);
        return true;
    }
}
