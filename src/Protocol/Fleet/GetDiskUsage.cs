using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Fleet;

/// <summary>Asks what takes room. Sizes come from the last measure.</summary>
public sealed record GetDiskUsageRequest
{
    /// <summary>Measure anew; the answer tells that it is being measured.</summary>
    public bool? Refresh { get; init; }
}

/// <summary>What Homeport's data folder holds.</summary>
public sealed record DiskUsageView
{
    public required DiskSpace Space { get; init; }

    /// <summary>With less free than this, nothing new is started.</summary>
    public required long ReserveBytes { get; init; }

    /// <summary>Less than the reserve is free.</summary>
    public required bool NearlyFull { get; init; }

    /// <summary>Null before the first measure is complete.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    public required bool Measuring { get; init; }

    /// <summary>How many snapshots the repositories keep; null before the first measure.</summary>
    public int? Snapshots { get; init; }

    public required IReadOnlyList<DiskUsagePart> Parts { get; init; }
}

/// <summary>One thing that takes room.</summary>
public sealed record DiskUsagePart
{
    public required DiskPartKind Kind { get; init; }
    public required string Path { get; init; }

    /// <summary>Null where it was not measured yet.</summary>
    public long? Bytes { get; init; }

    /// <summary>False: there was more than could be looked at.</summary>
    public required bool Complete { get; init; }

    public DateTimeOffset? At { get; init; }
    public string? TaskId { get; init; }
    public string? TaskTitle { get; init; }
    public TaskState? TaskState { get; init; }

    /// <summary>Why it is not what its place says.</summary>
    public string? Oddity { get; init; }
}
