using System.Text.Json.Serialization;
using Homeport.Protocol.Tasks;
using Homeport.Protocol.Usage;

namespace Homeport.Protocol.Races;

/// <summary>One prompt that several runners work on, each a task of its own from the same commit.</summary>
public sealed record RaceView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string RepositoryGroupId { get; init; }
    public required string Title { get; init; }
    public required string Prompt { get; init; }
    public required string BaseBranch { get; init; }

    /// <summary>The commit that all of them begin with, whatever became of the branch meanwhile.</summary>
    public required string BaseCommit { get; init; }

    /// <summary>Shell lines that judge a runner's worktree; left out, nothing is verified.</summary>
    public string? VerifyCommand { get; init; }

    public required int VerifyTimeoutSeconds { get; init; }
    public required RaceState State { get; init; }

    /// <summary>The task that is or was kept.</summary>
    public string? WinnerTaskId { get; init; }

    /// <summary>Who kept a runner or called the race off.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>In the order in which they were chosen.</summary>
    public required IReadOnlyList<RaceRunnerView> Runners { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>Where a race is.</summary>
[JsonConverter(typeof(SnakeCase<RaceState>))]
public enum RaceState
{
    /// <summary>Nothing is decided.</summary>
    Open,

    /// <summary>One is kept; the others are on their way to the trash.</summary>
    Keeping,

    /// <summary>One was kept; the others went to the trash.</summary>
    Kept,

    /// <summary>All are on their way to the trash.</summary>
    CallingOff,

    /// <summary>All went to the trash.</summary>
    CalledOff,

    /// <summary>All became ordinary tasks.</summary>
    Untied,
}

/// <summary>One runner: who runs, and what is to be compared. Its state is that of its task.</summary>
public sealed record RaceRunnerView
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The task stays named here after it was deleted for good.</summary>
    public required string TaskId { get; init; }

    public required RaceProfile Profile { get; init; }

    /// <summary>Why it could not be started, or why it cannot go to the trash now.</summary>
    public string? Problem { get; init; }

    /// <summary>How long its agent worked in the turns that are over.</summary>
    public required double AgentSeconds { get; init; }

    /// <summary>Since when the turn runs that is not over.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    public required UsageSum Usage { get; init; }

    /// <summary>Left out before it was verified.</summary>
    public RaceVerification? Verification { get; init; }

    /// <summary>The task lies in the trash, or was deleted for good.</summary>
    public required bool InTrash { get; init; }
}

/// <summary>Who runs: what a new task would choose.</summary>
public sealed record RaceProfile
{
    /// <summary>An agent kind, not that of a program in a terminal; the project's default when left out.</summary>
    public string? AgentType { get; init; }

    /// <summary>For kind <c>acp</c>: the program and its arguments.</summary>
    public IReadOnlyList<string>? AgentCommand { get; init; }

    public string? Model { get; init; }
    public PermissionMode? PermissionMode { get; init; }

    /// <summary>Runners never share a checkout, so not <c>in_place</c>; the project's, else <c>worktree</c>, when left out.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>False for a sandbox or container without network.</summary>
    public bool? Network { get; init; }
}
