namespace Homeport.Platform.Sandboxes;

/// <summary>One thing that a sandbox sees. Later ones lie on top of earlier ones.</summary>
/// <param name="Path">Where it is seen, absolute.</param>
/// <param name="Kind">What may be done with it.</param>
/// <param name="Source">What is seen there, when it is not the same path outside; for a link, its text.</param>
public sealed record SandboxMount(string Path, SandboxMountKind Kind, string? Source = null)
{
    public static SandboxMount ReadOnly(string path) => new(path, SandboxMountKind.ReadOnly);

    public static SandboxMount Writable(string path, string? source = null) => new(path, SandboxMountKind.Writable, source);

    public static SandboxMount Empty(string path) => new(path, SandboxMountKind.Empty);
}

public enum SandboxMountKind
{
    /// <summary>Can be read and executed; nothing below it can be changed, renamed or removed.</summary>
    ReadOnly,

    /// <summary>What is changed is changed outside too.</summary>
    Writable,

    /// <summary>An empty folder in memory that hides what is there.</summary>
    Empty,

    /// <summary>A symbolic link.</summary>
    Link,
}
