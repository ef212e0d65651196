namespace Homeport.Worker.Journal;

/// <summary>Nothing more is written into this journal: its session ends.</summary>
internal sealed class JournalClosedException(string reason) : Exception(reason);
