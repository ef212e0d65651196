namespace Homeport.Platform.Files;

/// <summary>One thing in a folder.</summary>
/// <param name="Name">Without a path.</param>
/// <param name="Kind">What it is; a link is not followed.</param>
/// <param name="Size">Bytes of a file; 0 otherwise.</param>
/// <param name="ModifiedAt">When its content changed last.</param>
public sealed record GuardedEntry(string Name, GuardedEntryKind Kind, long Size, DateTimeOffset ModifiedAt);

public enum GuardedEntryKind
{
    File,
    Folder,
    Link,
}
