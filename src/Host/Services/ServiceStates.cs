using Homeport.Protocol.Services;

namespace Homeport.Host.Services;

/// <summary>What follows from the state of a service.</summary>
internal static class ServiceStates
{
    /// <summary>Its worker has it in hand: it runs, or will again by itself.</summary>
    public static bool IsInHand(this ServiceStatus status) => status.State is not (ServiceState.Stopped or ServiceState.Failed);

    /// <summary>An older word than the one that is stored; to the millisecond, as they are stored.</summary>
    public static bool IsOlderThan(this ServiceStatus status, ServiceStatus stored) =>
        status.At.ToUnixTimeMilliseconds() < stored.At.ToUnixTimeMilliseconds();

    /// <summary>Without any of what a process had.</summary>
    public static ServiceStatus Ended(this ServiceStatus status, string reason, DateTimeOffset now) => new()
    {
        ServiceId = status.ServiceId,
        Kind = status.Kind,
        TaskId = status.TaskId,
        State = ServiceState.Stopped,
        Reason = reason,
        At = now,
        Restarts = status.Restarts,
        LastErrors = status.LastErrors,
    };
}
