namespace Homeport.Platform.Supervision;

/// <summary>How long to wait before a program is started again, and how often it is tried.</summary>
public sealed record RestartBackoff
{
    public static RestartBackoff Default { get; } = new();

    /// <summary>No waiting; the number of tries stays bounded.</summary>
    public static RestartBackoff None { get; } = new() { Base = TimeSpan.Zero, Jitter = TimeSpan.Zero };

    /// <summary>Before the first restart.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Each wait is so many times the one before.</summary>
    public double Factor { get; init; } = 2;

    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>On top of each wait comes a random time up to this, so that what fell together does not rise together.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Restarts in a row before it is given up.</summary>
    public int Tries { get; init; } = 10;

    /// <summary>A program that was ready for so long has no failures behind it.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="failures">In a row, this one included; from 1.</param>
    /// <param name="chance">From 0 to 1: the share of the jitter.</param>
    public TimeSpan DelayAfter(int failures, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var wait = Base.TotalMilliseconds * Math.Pow(Factor, failures - 1); // infinite for many failures, then capped
        return TimeSpan.FromMilliseconds(Math.Min(wait, Cap.TotalMilliseconds)) + (Jitter * Math.Clamp(chance, 0, 1));
    }
}
