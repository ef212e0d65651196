namespace Homeport.Protocol.Link;

/// <summary>Asks a worker for ports on which nobody listens on its machine now.</summary>
public sealed record FindFreePortsRequest
{
    public required int Count { get; init; }

    /// <summary>Ports that belong to tasks, whether somebody listens there or not.</summary>
    public required IReadOnlyList<int> Taken { get; init; }
}

/// <summary>As many as were asked for, each another one.</summary>
public sealed record FindFreePortsResponse
{
    public required IReadOnlyList<int> Ports { get; init; }
}
