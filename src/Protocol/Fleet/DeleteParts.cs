namespace Homeport.Protocol.Fleet;

/// <summary>Host to worker: remove these for good, each only if it is still what was shown.</summary>
public sealed record DeletePartsRequest
{
    public required IReadOnlyList<PartToDelete> Parts { get; init; }
}

/// <summary>A folder in the trash, an old log or a leftover. Nothing else is ever removed for good.</summary>
/// <param name="Path">As it was told.</param>
/// <param name="Fingerprint">As it was told; null to remove it whatever it has become.</param>
public sealed record PartToDelete(string Path, string? Fingerprint = null);

/// <summary>One answer for each, in their order.</summary>
public sealed record DeletePartsResponse
{
    public required IReadOnlyList<DeletedPart> Parts { get; init; }
}

/// <summary>What became of one.</summary>
/// <param name="Bytes">What was freed.</param>
/// <param name="Refused">Why it is still there; null when it is gone.</param>
public sealed record DeletedPart(long Bytes, string? Refused = null);

/// <summary>Host to worker: what is this one thing now?</summary>
public sealed record MeasurePartRequest
{
    public required string Path { get; init; }
}

/// <summary>Null when it is gone, or nothing that is measured.</summary>
public sealed record MeasurePartResponse
{
    public DiskPart? Part { get; init; }
}
