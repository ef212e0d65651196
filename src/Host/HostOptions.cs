using Homeport.Host.Access;

namespace Homeport.Host;

/// <summary>How a host is to be run. The command line reads it from flags and the environment.</summary>
public sealed record HostOptions
{
    public const int DefaultPort = 42424;

    /// <summary>The data folder, absolute. It is made with mode 0700 if it is missing.</summary>
    public required string Root { get; init; }

    /// <summary>0 = any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Another address than loopback; refused unless <see cref="Auth"/> demands a token and <see cref="BehindProxy"/> is set.</summary>
    public string? Address { get; init; }

    /// <summary>A proxy in front of us speaks TLS to the world.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Host names, with their port where it is not 443, under which a proxy or tunnel shows us.</summary>
    public IReadOnlyList<string> PublicNames { get; init; } = [];

    public AuthMode Auth { get; init; } = AuthMode.Token;

    /// <summary>In the form of Npgsql; the file <c>homeport.db</c> in the data folder when null.</summary>
    public string? StoreConnection { get; init; }

    /// <summary>The built web client; no pages are served when null.</summary>
    public string? WebFolder { get; init; }

    public required string Version { get; init; }

    /// <summary>Of the process, so that diagnostics know which words must not be told. Nothing else reads it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The worker beside this host, which outlives it; null where somebody else brings the worker.</summary>
    public SidecarOptions? Sidecar { get; init; }

    /// <summary>How long a call waits for a worker while none is connected.</summary>
    public TimeSpan WorkerPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes must be free for something new to be started; null for the usual share of the disk.</summary>
    public long? DiskReserve { get; init; }

    public RateLimits Limits { get; init; } = new();

    /// <summary>How long to try while another program holds the port.</summary>
    public TimeSpan BindPatience { get; init; } = TimeSpan.FromSeconds(5);
}
