using Homeport.Platform.Processes;

namespace Homeport.Worker.Git;

/// <summary>One run of git. Arguments that a person wrote stand after <c>--end-of-options</c> or <c>--</c>.</summary>
internal sealed record GitCall
{
    /// <summary>The folder to run in.</summary>
    public required string Folder { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Settings of this run alone, such as <c>core.safecrlf=false</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Added to git's environment, such as a private <c>GIT_INDEX_FILE</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = NoEnvironment;

    /// <summary>It only looks, so it takes no lock that would stand in the way of the person's own git.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>The repository's own hooks run: only for a commit that a person asked for, never for our plumbing.</summary>
    public bool RunsHooks { get; init; }

    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    private static readonly Dictionary<string, string> NoEnvironment = [];
}
