using System.Text.Json.Serialization;

namespace Homeport.Protocol.Trust;

/// <summary>A file of a repository by which programs are run, as somebody has to judge it.</summary>
public sealed record TrustFileView
{
    /// <summary>Below the top of the worktree, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Of path, mode and content: another one is another file.</summary>
    public required string Hash { get; init; }

    public required TrustChange Change { get; init; }
    public required long Size { get; init; }

    /// <summary>It can be run as a program.</summary>
    public required bool Executable { get; init; }

    /// <summary>Where it leads, if it is a symbolic link.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The difference to what was trusted, as a unified patch. Left out where it is no text, or longer than 64 KiB.</summary>
    public string? Patch { get; init; }
}

[JsonConverter(typeof(SnakeCase<TrustChange>))]
public enum TrustChange
{
    /// <summary>Nothing was ever trusted at this path.</summary>
    New,

    /// <summary>Something else was trusted at this path.</summary>
    Changed,
}
