namespace Homeport.Platform.Processes;

/// <summary>What to start. Nothing is inherited from this process: the environment is exactly the one given, plus our markers.</summary>
public sealed record ProcessStart
{
    /// <summary>An absolute path, or a bare name that is looked up in the <c>PATH</c> of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments after the program's own name, passed as they are; no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>An absolute path of an existing folder.</summary>
    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// Names the installation that this process belongs to (see <see cref="OwnerMarker"/>); a guard or a later start
    /// finds leftovers by it. Null for a process that may outlive us.
    /// </summary>
    public OwnerMarker? Owner { get; init; }

    /// <summary>What it is there for and for which task; descendants inherit it. Null where nobody needs to know.</summary>
    public ProcessRole? Role { get; init; }

    /// <summary>Names the worker process that it is to die with.</summary>
    public OwnerMarker? Worker { get; init; }
}
