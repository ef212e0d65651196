namespace Homeport.Worker.Journal;

/// <summary>Whose journal a folder holds, and how it is written.</summary>
internal sealed record JournalHeader
{
    /// <summary>Grows when an earlier program could not read the journal any more.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }
    public required string TaskId { get; init; }
    public required string SessionId { get; init; }

    /// <summary>In which the host counts the entries.</summary>
    public required string JournalId { get; init; }
}
