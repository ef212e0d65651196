namespace Homeport.Protocol.Trust;

/// <summary>What somebody trusted.</summary>
public sealed record TrustedFileView
{
    public required string RepositoryGroupId { get; init; }
    public required string Path { get; init; }
    public required string Hash { get; init; }
    public required string AcceptedBy { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }
}

/// <summary>Of one project, or of all.</summary>
public sealed record ListTrustedFilesRequest
{
    public string? RepositoryGroupId { get; init; }
}

/// <summary>By project and path. JSON-RPC calls the list <c>trustedFiles</c>.</summary>
public sealed record ListTrustedFilesResponse
{
    public required IReadOnlyList<TrustedFileView> Items { get; init; }
}

/// <summary>Trusts no more what was trusted in a project: the next turn asks again.</summary>
public sealed record RevokeTrustRequest
{
    public required string RepositoryGroupId { get; init; }

    /// <summary>Only what was trusted at this path, or below this folder.</summary>
    public string? Path { get; init; }
}

/// <summary>How many trusted files there were.</summary>
public sealed record RevokeTrustResponse
{
    public required int Files { get; init; }
}
