using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Import;

/// <summary>Makes a task that goes on with a session. Asked again for the same session it answers the task that exists, and says nothing to it.</summary>
public sealed record ResumePastSessionRequest
{
    public required string Id { get; init; }

    /// <summary>What to do next. When it is given the task starts; else it is a draft.</summary>
    public string? Prompt { get; init; }

    /// <summary>The project; the one whose repository holds the session's folder when left out.</summary>
    public string? RepositoryGroupId { get; init; }

    /// <summary>The repository's own checkout where the session worked in it, else a worktree, when left out.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>The project's when left out.</summary>
    public PermissionMode? PermissionMode { get; init; }
}

public sealed record ResumePastSessionResponse
{
    public required UnitTaskView Task { get; init; }

    /// <summary>False: it was there already.</summary>
    public required bool Created { get; init; }
}
