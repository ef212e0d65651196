namespace Homeport.Platform.Processes;

/// <summary>A program could not be started. The message says what is missing and what to do about it.</summary>
public sealed class ProcessStartException(ProcessStartFailure failure, string message) : Exception(message)
{
    public ProcessStartFailure Failure { get; } = failure;
}

public enum ProcessStartFailure
{
    /// <summary>There is no such program at the path or in PATH.</summary>
    ProgramMissing,

    /// <summary>The file is there but may not be executed, is a folder, or is no program.</summary>
    NotExecutable,

    /// <summary>The working folder is not there or may not be entered.</summary>
    FolderMissing,

    /// <summary>The operating system refused: out of processes, descriptors or memory, or the arguments are too long.</summary>
    Refused,
}
