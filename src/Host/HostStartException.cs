namespace Homeport.Host;

/// <summary>Why the host cannot start, in words for the person who started it.</summary>
/// <param name="exitCode">What the process should end with.</param>
public sealed class HostStartException(int exitCode, string message) : Exception(message)
{
    /// <summary>Something in the data folder or the store is not usable.</summary>
    public const int Failed = 1;

    /// <summary>The options are refused.</summary>
    public const int Refused = 2;

    /// <summary>The port or the data folder is in use.</summary>
    public const int InUse = 3;

    public int ExitCode { get; } = exitCode;
}
