namespace Homeport.Domain.Approvals;

/// <summary>What rules judge: a tool that an agent wants to use, and on what.</summary>
public sealed record RuleSubject
{
    public string? TaskId { get; init; }
    public string? ProjectId { get; init; }
    public required string Agent { get; init; }

    /// <summary>The agent's own name of the tool.</summary>
    public required string Tool { get; init; }

    public required ToolClass Class { get; init; }

    /// <summary>What was shown: the command, the difference or the input.</summary>
    public required string Detail { get; init; }

    /// <summary>Of an edit: the files, as far as they are known.</summary>
    public IReadOnlyList<SubjectPath> Paths { get; init; } = [];

    /// <summary>The worktree, to which relative folders of patterns belong.</summary>
    public string? Root { get; init; }
}

/// <summary>A file that is to be changed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Target">Where it really lies, when a link leads elsewhere.</param>
public sealed record SubjectPath(string Path, string? Target = null);
