using System.Diagnostics.CodeAnalysis;
using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Tasks;

/// <summary>One piece of work as the host keeps it. It changes by <see cref="Move"/> and by <c>with</c>; saving counts the version up.</summary>
internal sealed record UnitTask
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }
    public required string ProjectId { get; init; }
    public required string Title { get; init; }
    public required string Prompt { get; init; }
    public required UnitTaskState State { get; init; }
    public WaitReason? WaitingFor { get; init; }
    public required string AgentType { get; init; }
    public IReadOnlyList<string>? AgentCommand { get; init; }
    public string? Model { get; init; }
    public required PermissionMode PermissionMode { get; init; }
    public Isolation Isolation { get; init; }

    /// <summary>False when the sandbox or container has none.</summary>
    public bool Network { get; init; } = true;

    public string? BaseBranch { get; init; }

    /// <summary>The branch that is to be made until the worktree exists, then the one that was made.</summary>
    public string? Branch { get; init; }

    /// <summary>Known before the worktree is made only where that has to begin with exactly this commit.</summary>
    public string? BaseCommit { get; init; }

    public string? HeadCommit { get; init; }
    public string? WorktreePath { get; init; }

    /// <summary>Set while the worktree lies in the trash (or is gone): it is brought back before the next turn.</summary>
    public string? TrashId { get; init; }

    /// <summary>Null without a worktree, and where there is nothing to set up.</summary>
    public SetupState? Setup { get; init; }

    /// <summary>Set while it is queued and nothing may be started.</summary>
    public QueueHold? Hold { get; init; }

    public DiffStat? Changes { get; init; }
    public MergeRecord? Merge { get; init; }
    public TaskFailure? Failure { get; init; }
    public DateTimeOffset? LimitResetsAt { get; init; }

    /// <summary>When it goes on by itself.</summary>
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>How often it was tried again by itself since a turn went well.</summary>
    public int Attempt { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>Where it was forked from.</summary>
    public TaskOrigin? Origin { get; init; }

    /// <summary>The race in which it runs or ran.</summary>
    public string? RaceId { get; init; }

    public string? LastActivity { get; init; }
    public DateTimeOffset? LastActivityAt { get; init; }
    public required TokenUsage Usage { get; init; }
    public string? SessionId { get; init; }

    /// <summary>The turn that is queued or runs.</summary>
    public string? TurnId { get; init; }

    public bool Pinned { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset StateSince { get; init; }
    public DateTimeOffset? ArchivedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; init; }
    public DateTimeOffset? PurgeAt { get; init; }
    public int PendingApprovals { get; init; }
    public int QueuedPrompts { get; init; }
    public required long Version { get; init; }

    public bool IsActive => UnitTaskLifecycle.IsActive(State);

    /// <summary>It waits for the end of a limit, for the next try or for money: its turn is over, and nothing of it runs.</summary>
    public bool IsParked => State == UnitTaskState.Waiting && WaitingFor is WaitReason.Limit or WaitReason.Overloaded or WaitReason.Budget;

    public bool HasWorktree => WorktreePath is not null && TrashId is null;

    /// <summary>The short name that people see: the last six characters of the id, which differ even for tasks made together.</summary>
    public string ShortId => Id[^6..];

    /// <summary>Goes to another state, or says why not. Leaving <c>waiting</c> forgets what was waited for.</summary>
    public Result<UnitTask> Move(UnitTaskState to, DateTimeOffset now, WaitReason? waitingFor = null) =>
        UnitTaskLifecycle.Allows(State, to)
            ? this with { State = to, WaitingFor = to == UnitTaskState.Waiting ? waitingFor : null, StateSince = now, Hold = null }
            : Refusal(to);

    /// <summary>For a step that the program itself takes and whose legality it has checked.</summary>
    public UnitTask MoveOrThrow(UnitTaskState to, DateTimeOffset now, WaitReason? waitingFor = null) =>
        Move(to, now, waitingFor).Succeeded(out var moved, out var problem)
            ? moved
            : throw new InvalidOperationException(problem.Message);

    public Problem Refusal(UnitTaskState to)
    {
        var allowed = UnitTaskLifecycle.Next(State).Select(Word).ToArray();
        return new Problem(
            ProblemCode.InvalidTransition,
            $"A task that is {Word(State)} cannot become {Word(to)}. From here it can become {string.Join(", ", allowed)}.")
        {
            Facts = new Dictionary<string, string[]>
            {
                ["from"] = [Word(State)],
                ["to"] = [Word(to)],
                ["allowed"] = allowed,
            },
        };
    }

    /// <summary>Refuses a change by somebody who saw an older state.</summary>
    public bool IsStale(long? seen, [NotNullWhen(true)] out Problem? problem)
    {
        problem = seen is null || seen == Version
            ? null
            : new Problem(
                ProblemCode.Conflict,
                $"The task was changed since you saw it: it is at version {Version}, you sent {seen}. Read it again and repeat your change.");
        return problem is not null;
    }

    private static string Word(UnitTaskState state) => TaskWords.Of(state);
}
