namespace Homeport.Worker.Setup;

/// <summary>How a script ended.</summary>
/// <param name="ExitCode">Null if it was ended by a signal or by us.</param>
/// <param name="Signal">What ended it.</param>
/// <param name="TimedOut">It took too long and was ended.</param>
/// <param name="Duration">From its start to its end.</param>
internal sealed record ScriptResult(int? ExitCode, int? Signal, bool TimedOut, TimeSpan Duration)
{
    public bool IsSuccess => ExitCode == 0;
}
