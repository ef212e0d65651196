namespace Homeport.Protocol.Git;

/// <summary>Clones a URL into the worker's own folder.</summary>
public sealed record CloneRepositoryRequest
{
    public required string Url { get; init; }
    public required string Name { get; init; }
}

/// <summary>Where the clone stands.</summary>
public sealed record CloneRepositoryResponse
{
    public required string Path { get; init; }
}
