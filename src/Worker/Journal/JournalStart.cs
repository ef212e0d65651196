namespace Homeport.Worker.Journal;

/// <summary>From where a journal is sent.</summary>
internal sealed record JournalStart
{
    /// <summary>Of one that is not on disk yet.</summary>
    public static JournalStart OfNew { get; } = new() { Position = new JournalPosition(1, 0), OldestSegment = 1 };

    /// <summary>The host has everything before it.</summary>
    public required JournalPosition Position { get; init; }

    /// <summary>The first file that is still there.</summary>
    public required int OldestSegment { get; init; }

    /// <summary>The number of the last entry that the host has, as far as is known.</summary>
    public long Known { get; init; }
}
