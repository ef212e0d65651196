namespace Homeport.Platform.Files;

/// <summary>What lies at a path of a guarded folder: a regular file, or a link that was not followed.</summary>
/// <param name="Length">Bytes; 0 for a link.</param>
/// <param name="LinkTarget">Where a link leads, as it is written; null for a file.</param>
public readonly record struct GuardedFile(long Length, string? LinkTarget);
