using System.Net;

namespace Homeport.Platform.Processes;

/// <summary>A TCP port that a process waits at.</summary>
/// <param name="Port">From 1.</param>
/// <param name="Address">The address it is bound to.</param>
/// <param name="ProcessId">One of those that hold it; children inherit sockets.</param>
public sealed record ListeningSocket(int Port, IPAddress Address, int ProcessId);
