using Homeport.Platform.Processes;

namespace Homeport.Worker.Runs;

/// <summary>An agent's process with its whole tree, on pipes or in a terminal. Disposing ends it, verified.</summary>
internal interface ILivingProcess : IAsyncDisposable
{
    /// <summary>Completes when the first process has ended.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>The last thing it wrote for people; null if that is nothing, or told elsewhere.</summary>
    string? LastWords();
}
