namespace Homeport.Host;

/// <summary>Facts of this running host.</summary>
internal sealed record HostInstance(int Port, string SocketPath, int Pid, DateTimeOffset StartedAt);
