namespace Homeport.Protocol.Link;

/// <summary>The host is about to stop. Answers when the worker has done its part.</summary>
public sealed record LeaveWorkerRequest
{
    /// <summary>End all that lives on the worker, and the worker. Otherwise it ends only when nothing lives on it.</summary>
    public required bool EndAll { get; init; }
}

/// <summary>What the worker does now.</summary>
public sealed record LeaveWorkerResponse
{
    /// <summary>It ends; false: it goes on and waits for the next host.</summary>
    public required bool Ends { get; init; }
}
