namespace Homeport.Protocol.Link;

/// <summary>What a worker asks of the host.</summary>
public static class HostMethods
{
    public const string RegisterWorker = "registerWorker";
    public const string WorkerHeartbeat = "workerHeartbeat";
    public const string UnregisterWorker = "unregisterWorker";
    public const string SendExecutionLog = "sendExecutionLog";

    /// <summary>A notification with a <see cref="Events.TextDelta"/>: live text, nothing is lost if it is dropped.</summary>
    public const string StreamDelta = "streamDelta";

    public const string ReportTaskComplete = "reportTaskComplete";

    /// <summary>A notification with a <see cref="TerminalOutput"/>.</summary>
    public const string TerminalOutput = "terminalOutput";

    /// <summary>A notification with a <see cref="TerminalViewerChanged"/>.</summary>
    public const string TerminalViewerChanged = "terminalViewerChanged";

    /// <summary>A call with a <see cref="TerminalStatus"/>.</summary>
    public const string TerminalChanged = "terminalChanged";
    /// <summary>A notification with a <see cref="Services.ServiceStatus"/>; at a registration the host asks for all of them.</summary>
    public const string ServiceChanged = "serviceChanged";
}
