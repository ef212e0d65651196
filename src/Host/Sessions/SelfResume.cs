using Homeport.Domain.Tasks;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Which tasks go on by themselves and when: after an overload with growing pauses, after a limit where that is wanted.</summary>
internal static class SelfResume
{
    public const int UsualRetries = 3;
    public const int MostRetries = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>The clocks of providers differ from ours by a little.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>10 s, 30 s, 90 s, and then every 5 minutes.</summary>
    public static TimeSpan Pause(int attempt) =>
        FirstPause * Math.Pow(3, Math.Min(attempt, 4)) is var pause && pause < LongestPause ? pause : LongestPause;

    /// <summary>What a provider that is overloaded refused is tried again; everything else has failed.</summary>
    public static UnitTask AfterFailure(ReadScope scope, UnitTask task, DateTimeOffset now)
    {
        var most = DefaultsOf(scope, task).Retries ?? UsualRetries;
        return task.Failure?.Code == ErrorCodes.ProviderOverloaded && task.Attempt < most
            ? task.MoveOrThrow(UnitTaskState.Waiting, now, WaitReason.Overloaded) with
            {
                ResumeAt = now + Pause(task.Attempt),
                Attempt = task.Attempt + 1,
                MaxAttempts = most,
            }
            : task.MoveOrThrow(UnitTaskState.Failed, now) with { Attempt = 0, MaxAttempts = null };
    }

    public static UnitTask AfterLimit(ReadScope scope, UnitTask task, DateTimeOffset now) => task.MoveOrThrow(UnitTaskState.Waiting, now, WaitReason.Limit) with
    {
        ResumeAt = DefaultsOf(scope, task).ResumeAfterLimit == true ? task.LimitResetsAt + Grace : null,
    };

    private static ProjectDefaults DefaultsOf(ReadScope scope, UnitTask task) =>
        ProjectStore.FindEvenRemoved(scope, task.ProjectId)?.Defaults ?? new ProjectDefaults();
}
