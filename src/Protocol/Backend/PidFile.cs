namespace Homeport.Protocol.Backend;

/// <summary><c>server.json</c> in the data folder: who serves it.</summary>
public sealed record PidFile
{
    public required int Pid { get; init; }
    public required int Port { get; init; }
    public required string SocketPath { get; init; }
    public required string Version { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The process's own start time as the operating system counts it, to recognise a pid that was used again.</summary>
    public string? ProcessStart { get; init; }
}
