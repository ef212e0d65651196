namespace Homeport.Platform.Processes;

/// <summary>How a process ended: with a code, by a signal, or (both null) unseen, because somebody else reaped it.</summary>
public readonly record struct ProcessExit(int? Code, int? Signal)
{
    public bool IsSuccess => Code == 0;

    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } => $"signal {signal}",
        _ => "an unknown exit",
    };

    /// <summary>From the status word of waitpid(2).</summary>
    internal static ProcessExit FromWaitStatus(int status) =>
        (status & 0x7f) == 0 ? new ProcessExit((status >> 8) & 0xff, null) : new ProcessExit(null, status & 0x7f);
}
