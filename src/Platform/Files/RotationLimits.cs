namespace Homeport.Platform.Files;

/// <summary>How large a <see cref="RotatedFile"/> may grow on disk and in memory.</summary>
public sealed record RotationLimits
{
    public static RotationLimits Default { get; } = new();

    /// <summary>Of one file.</summary>
    public long FileBytes { get; init; } = 10_000_000;

    /// <summary>The file and its older ones, <c>.1</c> the newest of them.</summary>
    public int Files { get; init; } = 5;

    /// <summary>What may wait in memory for the disk; what comes on top is lost and counted.</summary>
    public int WaitingBytes { get; init; } = 1024 * 1024;
}
