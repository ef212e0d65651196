namespace Homeport.Worker.Journal;

/// <summary>The bounds of a session's journal.</summary>
internal sealed record JournalOptions
{
    /// <summary>A file is closed and the next one begun when it has become this long.</summary>
    public long SegmentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>What one session may have on disk that the host has not taken; beyond it writing waits, and with it the agent.</summary>
    public long MostBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>What may wait in memory for the disk.</summary>
    public int MostPendingBytes { get; init; } = 1024 * 1024;

    /// <summary>A longer entry is left out and said so: with its envelope it would not pass the link.</summary>
    public int MostEntryBytes { get; init; } = 6 * 1024 * 1024;

    /// <summary>While something is written, at most this much of it is lost when the machine loses power.</summary>
    public TimeSpan SyncAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two attempts to write to a disk that took nothing: at first, and at most.</summary>
    public (TimeSpan First, TimeSpan Longest) DiskWait { get; init; } = (TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
}
