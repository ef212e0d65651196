using Homeport.Protocol.Link;

namespace Homeport.Protocol.Services;

/// <summary>To a worker: start it, or with <c>restartService</c> stop it first. The same id is the same service; another definition replaces it.</summary>
public sealed record StartServiceRequest
{
    /// <summary>A UUID.</summary>
    public required string ServiceId { get; init; }

    public required ServiceKind Kind { get; init; }

    /// <summary>For sentences and logs.</summary>
    public required string Name { get; init; }

    /// <summary>Its processes are marked with it.</summary>
    public string? TaskId { get; init; }

    /// <summary>What it learns of the task, its ports among it.</summary>
    public TaskEnvironment? Environment { get; init; }

    public required ServiceDefinition Definition { get; init; }
}

/// <summary>To a worker: stop a service, or with <c>forgetService</c> also forget it and its log.</summary>
public sealed record StopServiceRequest
{
    public required string ServiceId { get; init; }
}

/// <summary>Where the service is shortly after.</summary>
public sealed record ServiceStatusResponse
{
    public required ServiceStatus Service { get; init; }
}

/// <summary>What a worker knows of its services, those that have ended included.</summary>
public sealed record ListServicesResponse
{
    public required IReadOnlyList<ServiceStatus> Items { get; init; }
}
