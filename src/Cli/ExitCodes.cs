using Homeport.Protocol;

namespace Homeport.Cli;

/// <summary>What a run of <c>homeport</c> ends with; scripts rely on it. Told in docs/cli.md.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Refused or failed; the problem was printed.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The port or the data folder is in use.</summary>
    public const int InUse = 3;

    /// <summary>There is no Homeport to ask.</summary>
    public const int NotRunning = 4;

    public const int TimedOut = 5;

    /// <summary>The exit code of a problem that the host answered with.</summary>
    public static int Of(string errorCode) => errorCode == ErrorCodes.Timeout ? TimedOut : Failed;
}
