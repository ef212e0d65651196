namespace Homeport.Protocol.Backend;

/// <summary>A zip file for whoever helps: what it holds and what was left out stands in its README.txt.</summary>
public sealed record CreateDiagnosticsBundleResponse
{
    public required string FileName { get; init; }

    /// <summary>The file as base64.</summary>
    public required string Zip { get; init; }
}
