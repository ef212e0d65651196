namespace Homeport.Protocol.Backend;

/// <summary>Whether the parts answer.</summary>
public sealed record HealthView
{
    /// <summary><c>ok</c> or <c>degraded</c>.</summary>
    public required string Status { get; init; }

    public required string Version { get; init; }

    /// <summary>Seconds since the start.</summary>
    public required double Uptime { get; init; }

    public string? Owner { get; init; }
    public string? Identity { get; init; }
    public string? Tunnel { get; init; }

    /// <summary>How many workers are connected.</summary>
    public required int Workers { get; init; }

    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    public required string Store { get; init; }
}
