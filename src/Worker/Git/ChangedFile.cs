using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>What is compared: two commits, or a commit and what stands in the folder.</summary>
/// <param name="From">A commit or tree.</param>
/// <param name="To">Null for the folder itself.</param>
internal readonly record struct DiffRange(string From, string? To);

/// <summary>One entry of a comparison with the object ids that git names.</summary>
internal sealed record ChangedFile
{
    public const string Submodule = "160000";
    public const string Link = "120000";
    private const string Absent = "000000";
    private const string Plain = "100644";

    public required string Path { get; init; }
    public string? OldPath { get; init; }

    /// <summary>git's letter: A, C, D, M, R, T or U.</summary>
    public required char Letter { get; init; }

    public required string OldMode { get; init; }
    public required string NewMode { get; init; }
    public required string OldBlob { get; init; }
    public required string NewBlob { get; init; }
    public int Added { get; init; }
    public int Removed { get; init; }
    public bool Binary { get; init; }
    public bool HasOld => OldMode != Absent;
    public bool HasNew => NewMode != Absent;
    private bool IsModeChanged => HasOld && HasNew && OldMode != NewMode;

    /// <param name="state">How the path differs from HEAD; null where that is not asked.</param>
    public ChangedFileView ToView(PathState? state) => new()
    {
        Path = Path,
        OldPath = OldPath,
        Status = StatusOf(state),
        Added = Added,
        Removed = Removed,
        Binary = Binary,
        Uncommitted = state is not null,
        BlobHash = HasNew ? NewBlob : null,
        OldMode = HasOld && (IsModeChanged || OldMode is Submodule or Link) ? OldMode : null,
        NewMode = HasNew && (IsModeChanged || NewMode is Submodule or Link || (!HasOld && NewMode != Plain)) ? NewMode : null,
    };

    private ChangeStatus StatusOf(PathState? state) => (Letter, state) switch
    {
        (_, PathState.Conflicted) or ('U', _) => ChangeStatus.Conflicted,
        _ when OldMode == Submodule || (NewMode == Submodule && !HasOld) => ChangeStatus.Submodule,
        ('A', PathState.Untracked) => ChangeStatus.Untracked,
        ('A', _) => ChangeStatus.Added,
        ('D', _) => ChangeStatus.Deleted,
        ('R', _) => ChangeStatus.Renamed,
        ('C', _) => ChangeStatus.Copied,
        ('T', _) => ChangeStatus.TypeChanged,
        _ when OldBlob == NewBlob && OldMode != NewMode => ChangeStatus.ModeChanged,
        _ => ChangeStatus.Modified,
    };
}
