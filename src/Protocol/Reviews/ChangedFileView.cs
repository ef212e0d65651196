using System.Text.Json.Serialization;

namespace Homeport.Protocol.Reviews;

/// <summary>One file that differs.</summary>
public sealed record ChangedFileView
{
    public required string Path { get; init; }

    /// <summary>Where it was before, for a rename or a copy.</summary>
    public string? OldPath { get; init; }

    public required ChangeStatus Status { get; init; }

    /// <summary>Lines; 0 for a binary file.</summary>
    public required int Added { get; init; }

    public required int Removed { get; init; }
    public required bool Binary { get; init; }

    /// <summary>Not yet in any commit.</summary>
    public bool Uncommitted { get; init; }

    /// <summary>Identifies the new content; a viewed mark is bound to it. None for a deleted file.</summary>
    public string? BlobHash { get; init; }

    /// <summary>Octal file modes, where they differ or tell something (submodule 160000, symlink 120000).</summary>
    public string? OldMode { get; init; }

    public string? NewMode { get; init; }

    /// <summary>The person has marked this very content as viewed.</summary>
    public bool Viewed { get; init; }
}

/// <summary>What happened to a file.</summary>
[JsonConverter(typeof(SnakeCase<ChangeStatus>))]
public enum ChangeStatus
{
    Added,
    Modified,
    Deleted,
    Renamed,
    Copied,
    TypeChanged,
    ModeChanged,
    Submodule,
    Untracked,
    Conflicted,
}
