namespace Homeport.Storage;

/// <summary>Why the database could not do its work.</summary>
public enum StorageFailure
{
    /// <summary>There is no room for the write.</summary>
    DiskFull,

    /// <summary>Another program holds the database.</summary>
    Locked,

    /// <summary>The file is damaged or is not a database.</summary>
    Corrupt,

    /// <summary>The file or its folder may not be written or opened.</summary>
    NotWritable,

    /// <summary>The disk failed to read or write.</summary>
    InputOutput,

    /// <summary>The server is not reachable, refused us or ended the connection.</summary>
    ConnectionLost,

    /// <summary>The operating system's SQLite is absent, too old or built without thread safety.</summary>
    LibraryMissing,

    /// <summary>This process is closing the database.</summary>
    Closed,
}

/// <summary>
/// Broken storage, as opposed to wrong SQL. The message says what happened, why, and what to do next. A work that failed with
/// it was not acknowledged; except for <see cref="StorageFailure.ConnectionLost"/> it was surely not stored either.
/// </summary>
public sealed class StorageUnavailableException(StorageFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public StorageFailure Failure { get; } = failure;
}

/// <summary>The schema in the database is not the one this program knows. The message says what to do.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);
