using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Worker.Journal;

namespace Homeport.Worker.Runs;

/// <summary>What a session says to the host. Calls wait for a host as long as it takes.</summary>
internal interface IHostCalls
{
    /// <summary>Returns once the host has stored the batch, or what it could take of it.</summary>
    /// <exception cref="LeaseLostException">The host takes nothing more under this lease.</exception>
    Task<SendExecutionLogResponse> SendLogAsync(LogBatch batch, CancellationToken cancellationToken);

    /// <summary>Live text; it is dropped while no host is there.</summary>
    ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken);

    /// <summary>Returns once the host has taken the report.</summary>
    /// <exception cref="LeaseLostException">The host does not want it.</exception>
    Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken);
}
