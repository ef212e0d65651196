namespace Homeport.Protocol.Reviews;

/// <summary>Marks one content of a file as viewed; when the content changes, the mark no longer counts.</summary>
public sealed record SetFileViewedRequest
{
    public required string TaskId { get; init; }
    public required string Path { get; init; }

    /// <summary>The <c>blobHash</c> that was looked at; empty for a deleted file.</summary>
    public required string BlobHash { get; init; }

    public required bool Viewed { get; init; }
}
