namespace Homeport.Protocol.Backend;

/// <summary>JSON-RPC calls the list <c>workers</c>.</summary>
public sealed record ListWorkersResponse
{
    public required IReadOnlyList<WorkerView> Items { get; init; }
}
