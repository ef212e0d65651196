using Homeport.Host.Access;

namespace Homeport.Cli.Serving;

/// <summary>How to serve, from flags and the environment.</summary>
internal sealed record ServeSettings
{
    public required string Root { get; init; }
    public required int Port { get; init; }
    public required AuthMode Auth { get; init; }
    public string? Address { get; init; }
    public bool BehindProxy { get; init; }
    public IReadOnlyList<string> PublicNames { get; init; } = [];
    public string? WebFolder { get; init; }

    /// <summary>A PostgreSQL connection string. It comes from the environment only: others can read a command line.</summary>
    public string? StoreConnection { get; init; }

    /// <summary>Where repositories may lie besides the person's home.</summary>
    public IReadOnlyList<string> AllowedFolders { get; init; } = [];

    /// <summary>The worker in the host's own process: one process less, and a restart interrupts agents.</summary>
    public bool SingleProcess { get; init; }

    /// <summary>How many bytes must be free for something new to be started; null for the usual share of the disk.</summary>
    public long? DiskReserve { get; init; }

    public bool Opens { get; init; }
}
