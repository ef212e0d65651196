namespace Homeport.Platform.Processes;

/// <summary>What a command may use at most.</summary>
public sealed record CommandLimits
{
    /// <summary>64 MiB, 64 KiB, one minute.</summary>
    public static CommandLimits Default { get; } = new();

    /// <summary>Bytes of standard output.</summary>
    public int MaxOutputBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of standard error that are kept.</summary>
    public int MaxErrorBytes { get; init; } = 64 * 1024;

    /// <summary>Wall clock; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for a command that a person can cancel.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
