namespace Homeport.Platform.Supervision;

/// <summary>How a running program is looked after. One that fails the check is stopped and counts as failed.</summary>
public sealed record HealthCheck
{
    /// <summary>Null says that all is well, else what is wrong. It is cancelled at <see cref="Timeout"/>.</summary>
    public required Func<SupervisionStatus, CancellationToken, Task<string?>> Probe { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; } = 3;

    /// <summary>GET answers with a status from 200 to 399.</summary>
    /// <param name="url">Absolute; <c>{port}</c> in it is the port of the program.</param>
    public static HealthCheck Http(string url) => new()
    {
        Probe = (status, cancellationToken) => NetworkProbe.HttpAsync(url, status.Port, cancellationToken),
    };

    /// <summary>A loopback connection is taken.</summary>
    /// <param name="port">Null for the port of the program.</param>
    public static HealthCheck Tcp(int? port) => new()
    {
        Probe = (status, cancellationToken) => NetworkProbe.TcpAsync(port ?? status.Port, cancellationToken),
    };
}
