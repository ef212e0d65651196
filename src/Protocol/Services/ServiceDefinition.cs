using System.Text.Json.Serialization;

namespace Homeport.Protocol.Services;

/// <summary>A long-running program of a person's: what to run and how to keep it running. Either a command or arguments.</summary>
public sealed record ServiceDefinition
{
    /// <summary>A line that <c>sh -c</c> runs.</summary>
    public string? Command { get; init; }

    /// <summary>Or the program and its arguments, which no shell reads.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>An absolute path; the person's home when left out.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>On top of the usual environment. Names that change how programs load are refused.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>How it says that it is ready; at once when left out.</summary>
    public ServiceDiscovery? Discovery { get; init; }

    public ServiceHealth? Health { get; init; }

    /// <summary>When it is started again; <c>on_failure</c> when left out.</summary>
    public ServiceRestart? Restart { get; init; }

    public ServiceBackoff? Backoff { get; init; }

    /// <summary>From its start until it must be ready; 30 when left out.</summary>
    public double? StartTimeoutSeconds { get; init; }

    /// <summary>Between SIGTERM and SIGKILL; 5 when left out.</summary>
    public double? StopGraceSeconds { get; init; }
}

/// <summary>What happens when it ends that was not asked to.</summary>
[JsonConverter(typeof(SnakeCase<ServiceRestart>))]
public enum ServiceRestart
{
    Always,

    /// <summary>Unless it ended with exit code 0.</summary>
    OnFailure,

    Never,
}

/// <summary>How a program says that it is ready.</summary>
public sealed record ServiceDiscovery
{
    public required ServiceDiscoveryKind Kind { get; init; }

    /// <summary>Of <c>pid_file</c>: a JSON file with <c>pid</c> and, as it likes, <c>port</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Of <c>tcp</c>.</summary>
    public int? Port { get; init; }
}

/// <summary>The ways to be ready.</summary>
[JsonConverter(typeof(SnakeCase<ServiceDiscoveryKind>))]
public enum ServiceDiscoveryKind
{
    /// <summary>Once its process is there.</summary>
    None,

    /// <summary>It prints <c>BACKEND_PORT:4711</c> and answers there.</summary>
    PortLine,

    /// <summary>It prints <c>{"type":"ready","port":4711}</c>.</summary>
    JsonLine,

    PidFile,

    /// <summary>A connection to the port is taken.</summary>
    Tcp,
}

/// <summary>How a running program is looked after: an address that must answer 200 to 399, or else a port that must take a connection.</summary>
public sealed record ServiceHealth
{
    /// <summary>May hold <c>{port}</c>, the port it was found at.</summary>
    public string? Url { get; init; }

    /// <summary>The port it was found at when left out.</summary>
    public int? Port { get; init; }

    public double? IntervalSeconds { get; init; }
    public double? TimeoutSeconds { get; init; }

    /// <summary>In a row, before it is started again; 3 when left out.</summary>
    public int? Failures { get; init; }
}

/// <summary>How long to wait before it is started again.</summary>
public sealed record ServiceBackoff
{
    public double? BaseSeconds { get; init; }
    public double? Factor { get; init; }
    public double? CapSeconds { get; init; }

    /// <summary>A random time up to this is added.</summary>
    public double? JitterSeconds { get; init; }

    /// <summary>Restarts in a row before it is given up.</summary>
    public int? Tries { get; init; }

    /// <summary>Ready for so long, and its failures are forgotten.</summary>
    public double? ResetAfterSeconds { get; init; }
}
