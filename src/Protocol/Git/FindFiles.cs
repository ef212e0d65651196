using Homeport.Protocol.Conversations;

namespace Homeport.Protocol.Git;

/// <summary>Finds files of a worktree, those that git ignores left out.</summary>
public sealed record FindFilesRequest
{
    public required string WorktreePath { get; init; }
    public required string Query { get; init; }
    public required int Limit { get; init; }
}

/// <summary>The best ones first.</summary>
public sealed record FindFilesResponse
{
    public required IReadOnlyList<FoundFile> Items { get; init; }
}
