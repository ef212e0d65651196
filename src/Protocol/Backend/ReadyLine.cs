namespace Homeport.Protocol.Backend;

/// <summary>The JSON line on standard output, and the PID file, once both listeners answer.</summary>
public sealed record ReadyLine
{
    public required string Type { get; init; }
    public required int Port { get; init; }
    public required int Pid { get; init; }
    public required string SocketPath { get; init; }
    public required string Version { get; init; }
}
