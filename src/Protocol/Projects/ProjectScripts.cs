namespace Homeport.Protocol.Projects;

/// <summary>What happens around the worktrees of a project's tasks. All of it is optional.</summary>
public sealed record ProjectScripts
{
    /// <summary>Shell lines for <c>sh -c</c>, run in a new worktree before the agent's first turn.</summary>
    public string? Setup { get; init; }

    /// <summary>How long the setup may take; 600 when left out.</summary>
    public int? SetupTimeoutSeconds { get; init; }

    /// <summary>Shell lines for <c>sh -c</c>, run in a worktree before it goes into the trash, for at most a minute.</summary>
    public string? Cleanup { get; init; }

    /// <summary>Shell lines for <c>sh -c</c> that judge a worktree by their exit code, such as the project's tests; races run them.</summary>
    public string? Verify { get; init; }

    /// <summary>How long that may take; 600 when left out.</summary>
    public int? VerifyTimeoutSeconds { get; init; }

    /// <summary>
    /// Patterns as in <c>.gitignore</c>: files that git ignores and that match are copied from the repository's folder into a
    /// new worktree.
    /// </summary>
    public IReadOnlyList<string>? CopyIgnored { get; init; }
}
