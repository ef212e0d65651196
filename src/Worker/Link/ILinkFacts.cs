using Homeport.Protocol.Link;

namespace Homeport.Worker.Link;

/// <summary>What the link tells the host about this worker, and what the host's answers do to it.</summary>
internal interface ILinkFacts
{
    RegisterWorkerRequest Registration();

    WorkerHeartbeatRequest Heartbeat(string workerId);

    /// <param name="revoked">Leases that hold no more.</param>
    /// <param name="drain">Take nothing new, and end when nothing runs.</param>
    Task ObeyAsync(IReadOnlyList<long> revoked, bool drain);
}
