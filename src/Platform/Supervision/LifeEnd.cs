using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>How one life of a program came to its end.</summary>
/// <param name="Reason">A sentence.</param>
internal sealed record LifeEnd(string Reason)
{
    /// <summary>A wish ended it.</summary>
    public static LifeEnd AsAsked { get; } = new("Stopped as asked.") { IsAsAsked = true };

    public bool IsAsAsked { get; private init; }

    /// <summary>Trying again cannot help.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Null when there never was a process.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>It was ready, and ended by itself with exit code 0.</summary>
    public bool IsClean { get; init; }

    /// <summary>How long it was ready.</summary>
    public TimeSpan Lasted { get; init; }

    public IReadOnlyList<string> LastErrors { get; init; } = [];
}
