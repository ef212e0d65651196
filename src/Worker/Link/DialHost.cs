using Homeport.Rpc;

namespace Homeport.Worker.Link;

/// <summary>Opens a way to the host: a pipe in this process, a Unix socket. The worker owns what it gets.</summary>
/// <exception cref="IOException">No host answers there now; it is tried again.</exception>
public delegate Task<IRpcTransport> DialHost(CancellationToken cancellationToken);
