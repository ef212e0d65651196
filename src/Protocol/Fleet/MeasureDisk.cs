using System.Text.Json.Serialization;

namespace Homeport.Protocol.Fleet;

/// <summary>Host to worker: what is there, and what takes how much? Measuring takes time, so sizes are those of the last measure.</summary>
public sealed record MeasureDiskRequest
{
    /// <summary>Begin to measure anew.</summary>
    public bool Refresh { get; init; }

    /// <summary>Answer only when a measure that began after this request is complete.</summary>
    public bool Wait { get; init; }

    /// <summary>Repositories whose snapshots are counted.</summary>
    public required IReadOnlyList<string> Repositories { get; init; }
}

/// <summary>What the worker's disk holds for this installation.</summary>
public sealed record MeasureDiskResponse
{
    public required DiskSpace Space { get; init; }

    /// <summary>Null before the first measure is complete.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    public required bool Measuring { get; init; }

    /// <summary>How many snapshots the repositories keep; null before the first measure.</summary>
    public int? Snapshots { get; init; }

    public required IReadOnlyList<DiskPart> Parts { get; init; }
}

/// <summary>Host to worker: how much room is there at this moment?</summary>
public sealed record GetDiskSpaceResponse
{
    /// <summary>Null where the worker cannot tell.</summary>
    public DiskSpace? Space { get; init; }
}

/// <summary>A file system.</summary>
public sealed record DiskSpace
{
    /// <summary>The folder that was asked about.</summary>
    public required string Path { get; init; }

    /// <summary>Such as <c>ext4</c>.</summary>
    public required string FileSystem { get; init; }

    public required long FreeBytes { get; init; }
    public required long TotalBytes { get; init; }
}

/// <summary>One thing that takes room.</summary>
public sealed record DiskPart
{
    public required DiskPartKind Kind { get; init; }
    public required string Path { get; init; }

    /// <summary>False: its sizes are not known yet.</summary>
    public required bool Measured { get; init; }

    public required long Bytes { get; init; }
    public required long Files { get; init; }

    /// <summary>False: there was more than could be looked at.</summary>
    public required bool Complete { get; init; }

    /// <summary>Changes when anything in it changes.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>When anything in it changed last; for the trash, when it came there.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whose it is, as it says itself.</summary>
    public string? TaskId { get; init; }

    /// <summary>The repository that a worktree, also one in the trash, belongs to.</summary>
    public string? RepositoryPath { get; init; }

    /// <summary>Where a thing in the trash came from.</summary>
    public string? Origin { get; init; }

    /// <summary>The branch of a worktree, as its marker says.</summary>
    public string? Branch { get; init; }

    /// <summary>Why it is not what its place says, so that it is never touched.</summary>
    public string? Oddity { get; init; }
}

/// <summary>What kinds of things take room.</summary>
[JsonConverter(typeof(SnakeCase<DiskPartKind>))]
public enum DiskPartKind
{
    Worktree,
    Trash,
    Clone,
    Journal,
    Log,
    Database,

    /// <summary>Scratch files, and what is left of work that was cut off.</summary>
    Leftover,

    Other,
}
