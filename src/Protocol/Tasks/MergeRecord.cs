using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>A merge that was done: enough to show it and to undo it.</summary>
public sealed record MergeRecord
{
    public required string TargetBranch { get; init; }
    public required string Commit { get; init; }

    /// <summary>Where the target branch stood before.</summary>
    public required string PreviousCommit { get; init; }

    public required MergeStrategy Strategy { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>How a task's branch is brought into its target.</summary>
[JsonConverter(typeof(SnakeCase<MergeStrategy>))]
public enum MergeStrategy
{
    /// <summary>A merge commit with both parents.</summary>
    Merge,

    /// <summary>One new commit with everything.</summary>
    Squash,

    /// <summary>Each commit again on top of the target.</summary>
    Rebase,
}
