using Homeport.Protocol.Projects;
using Homeport.Protocol.Services;

namespace Homeport.Host.Commands;

/// <summary>A startup command that was started for a task, as it is stored.</summary>
internal sealed record TaskCommand
{
    /// <summary>The id of what is no command of the project: the verification of a race's runner.</summary>
    public const string VerificationId = "verify";

    public required string ServiceId { get; init; }
    public required string TaskId { get; init; }

    /// <summary>As it was when it was last started.</summary>
    public required StartupCommand Command { get; init; }

    /// <summary>Where it was last started; null before a worker took it.</summary>
    public string? WorkerId { get; init; }

    public required ServiceStatus Status { get; init; }

    /// <summary>It is shown with its race, not among the commands that a person starts.</summary>
    public bool IsVerification => Command.Id == VerificationId;
}
