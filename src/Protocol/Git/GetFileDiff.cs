using Homeport.Protocol.Reviews;

namespace Homeport.Protocol.Git;

/// <summary>Asks for the hunks of one file.</summary>
public sealed record GetFileDiffRequest
{
    public required string TaskId { get; init; }
    public required string WorktreePath { get; init; }
    public required string BaseCommit { get; init; }
    public required DiffScope Scope { get; init; }
    public int? FromSnapshot { get; init; }
    public int? ToSnapshot { get; init; }
    public required string Path { get; init; }
    public required int Context { get; init; }
    public bool IgnoreWhitespace { get; init; }
}
