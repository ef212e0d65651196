using Homeport.Protocol.Approvals;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Trust;

namespace Homeport.Protocol.Tasks;

/// <summary>A unit task as clients see it.</summary>
public sealed record UnitTaskView
{
    public required string Id { get; init; }
    public required string WorkspaceId { get; init; }

    /// <summary>The project. Called a repository group on JSON-RPC.</summary>
    public required string RepositoryGroupId { get; init; }

    public required string Title { get; init; }
    public required string Prompt { get; init; }
    public required TaskState State { get; init; }
    public WaitingReason? WaitingReason { get; init; }

    /// <summary>An agent kind such as <c>claude_code</c>.</summary>
    public required string AgentType { get; init; }

    /// <summary>The command line of an <c>acp</c> agent: program and arguments.</summary>
    public IReadOnlyList<string>? AgentCommand { get; init; }

    public string? Model { get; init; }
    public required PermissionMode PermissionMode { get; init; }
    public required Isolation Isolation { get; init; }

    /// <summary>False when its sandbox or container has no network.</summary>
    public bool? Network { get; init; }


    /// <summary>The branch that the work starts from and is merged into.</summary>
    public string? BaseBranch { get; init; }

    public string? Branch { get; init; }
    public string? BaseCommit { get; init; }
    public string? HeadCommit { get; init; }
    public string? WorktreePath { get; init; }

    /// <summary>Left out where there is no worktree, or nothing to set up in it.</summary>
    public SetupState? Setup { get; init; }

    /// <summary>Why it stays queued although there is a free place.</summary>
    public QueueHold? Hold { get; init; }

    /// <summary>What is to be trusted before it starts, while it is held for that.</summary>
    public TrustQuestionSummary? Trust { get; init; }

    public DiffStat? Changes { get; init; }

    /// <summary>Where the work went: set once it is merged, cleared by an undo.</summary>
    public MergeRecord? Merge { get; init; }

    public TaskFailure? Failure { get; init; }

    /// <summary>When a usage limit ends, if the agent said so.</summary>
    public DateTimeOffset? LimitResetsAt { get; init; }

    /// <summary>When it goes on by itself; left out where it does not.</summary>
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>How often it was tried again by itself since a turn went well.</summary>
    public int? Attempt { get; init; }

    /// <summary>How often it is, at most.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Set where it was forked from another task.</summary>
    public TaskOrigin? Origin { get; init; }

    /// <summary>The race in which it runs or ran.</summary>
    public string? RaceId { get; init; }

    /// <summary>The oldest thing the agent asks, so that it can be answered wherever the task is shown.</summary>
    public ApprovalView? PendingApproval { get; init; }

    public int PendingApprovals { get; init; }
    public int QueuedPrompts { get; init; }

    /// <summary>What the agent did last, in a few words: a tool's title or the head of a message.</summary>
    public string? LastActivity { get; init; }

    public DateTimeOffset? LastActivityAt { get; init; }
    public required TokenUsage Usage { get; init; }
    public string? SessionId { get; init; }
    public string? TurnId { get; init; }
    public bool Pinned { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it came into the state it is in.</summary>
    public required DateTimeOffset StateSince { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>Set while it lies in the trash; the day it is removed for good is <see cref="PurgeAt"/>.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public DateTimeOffset? PurgeAt { get; init; }
    public required long Version { get; init; }
}
