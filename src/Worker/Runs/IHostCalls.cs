using Homeport.Protocol.Events;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Runs;

/// <summary>What a session says to the host.</summary>
internal interface IHostCalls
{
    /// <summary>Returns once the host has stored the batch; waits for the host as long as it takes.</summary>
    Task<SendExecutionLogResponse> SendLogAsync(SendExecutionLogRequest request, CancellationToken cancellationToken);

    /// <summary>Live text; it may be dropped.</summary>
    ValueTask StreamDeltaAsync(TextDelta delta, CancellationToken cancellationToken);

    Task ReportAsync(ReportTaskCompleteRequest report, CancellationToken cancellationToken);
}
