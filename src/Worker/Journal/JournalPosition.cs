namespace Homeport.Worker.Journal;

/// <summary>A place between two lines of a journal.</summary>
/// <param name="Segment">The file's number.</param>
/// <param name="Offset">Bytes from its beginning.</param>
internal readonly record struct JournalPosition(int Segment, long Offset)
{
    public bool IsBefore(JournalPosition other) => Segment < other.Segment || (Segment == other.Segment && Offset < other.Offset);
}
