namespace Homeport.Protocol.Git;

/// <summary>Removes for good what has lain in the trash for longer than this.</summary>
public sealed record PurgeTrashRequest
{
    public required DateTimeOffset OlderThan { get; init; }
}

/// <summary>How many folders were removed.</summary>
public sealed record PurgeTrashResponse(int Removed);
