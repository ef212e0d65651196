namespace Homeport.Platform.Processes;

/// <summary>A running program with all its descendants: one whose pipes we hold (<see cref="ChildProcess"/>) or one that may outlive us (<see cref="DetachedProcess"/>).</summary>
public interface IProgram
{
    int Id { get; }

    /// <summary>Unique to this run, also when the process id is used again.</summary>
    Guid RunId { get; }

    /// <summary>Completes when the process itself has ended; descendants may still run.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>The living processes of the tree.</summary>
    IReadOnlyList<int> FindTree();

    /// <summary>SIGTERM to the tree, up to <paramref name="grace"/>, SIGKILL to what is left; returns when nothing of it exists. Idempotent.</summary>
    /// <exception cref="TimeoutException">Something survives SIGKILL for five seconds.</exception>
    Task StopAsync(TimeSpan grace, CancellationToken cancellationToken);
}
