namespace Homeport.Worker.Journal;

/// <summary>Where a journal is continued.</summary>
internal sealed record JournalEnd
{
    /// <summary>Of one that is not on disk yet.</summary>
    public static JournalEnd OfNew { get; } = new() { Position = new JournalPosition(1, 0) };

    public required JournalPosition Position { get; init; }

    /// <summary>Of the last entry.</summary>
    public long Number { get; init; }

    /// <summary>The newest lease in it.</summary>
    public long Lease { get; init; }
}
