namespace Homeport.Protocol.Link;

/// <summary>What the host asks of a worker.</summary>
public static class WorkerMethods
{
    public const string AssignTask = "assignTask";
    public const string StopSession = "stopSession";
    public const string AnswerAgent = "answerAgent";
    public const string ConfigureSession = "configureSession";
    public const string SteerSession = "steerSession";
    public const string InterruptTurn = "interruptTurn";
    public const string ProbeAgents = "probeAgents";
    public const string FindUntrusted = "findUntrusted";
    public const string FindPinnedFiles = "findPinnedFiles";
    public const string ProbeIsolations = "probeIsolations";
    public const string DrainWorker = "drainWorker";
    public const string LeaveWorker = "leaveWorker";
    public const string BrowseDirectory = "browseDirectory";
    public const string ListBrowseRoots = "listBrowseRoots";
    public const string FindPastSessions = "findPastSessions";
    public const string ReadPastSession = "readPastSession";
    public const string ReadPastEvents = "readPastEvents";

    public const string ListProcesses = "listProcesses";
    public const string GetDiskSpace = "getDiskSpace";
    public const string MeasureDisk = "measureDisk";
    public const string MeasurePart = "measurePart";
    public const string DeleteParts = "deleteParts";

    public const string InspectRepository = "inspectRepository";
    public const string CloneRepository = "cloneRepository";
    public const string ListBranches = "listBranches";
    public const string FindFiles = "findFiles";
    public const string CreateWorktree = "createWorktree";
    public const string RemoveWorktree = "removeWorktree";
    public const string RestoreWorktree = "restoreWorktree";
    public const string PurgeTrash = "purgeTrash";
    public const string FindCopiedFiles = "findCopiedFiles";
    public const string RunCleanup = "runCleanup";
    public const string FindFreePorts = "findFreePorts";
    public const string GetChanges = "getChanges";
    public const string GetFileDiff = "getFileDiff";
    public const string CommitWorktree = "commitWorktree";
    public const string PreviewMerge = "previewMerge";
    public const string MergeBranch = "mergeBranch";
    public const string UndoMerge = "undoMerge";
    public const string CreateSnapshot = "createSnapshot";
    public const string ListSnapshots = "listSnapshots";
    public const string RestoreSnapshot = "restoreSnapshot";

    public const string OpenTerminal = "openTerminal";
    public const string EndTerminal = "endTerminal";
    public const string AttachTerminal = "attachTerminal";
    public const string DetachTerminal = "detachTerminal";
    public const string WriteTerminal = "writeTerminal";
    public const string ResizeTerminal = "resizeTerminal";
    public const string AcknowledgeTerminal = "acknowledgeTerminal";
    public const string StartService = "startService";
    public const string RestartService = "restartService";
    public const string StopService = "stopService";
    public const string ForgetService = "forgetService";
    public const string ListServices = "listServices";
    public const string ReadServiceLog = "readServiceLog";
}
