namespace Homeport.Protocol.Access;

/// <summary>Who the program takes the caller for.</summary>
public sealed record CallerView
{
    public required string Name { get; init; }

    /// <summary><c>owner</c> in single-user mode.</summary>
    public required string Role { get; init; }

    /// <summary>How it was shown: <c>owner_token</c>, <c>access_token</c>, <c>browser</c>, <c>owner_socket</c> or <c>none</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The browser session or access token in use.</summary>
    public string? CredentialId { get; init; }
}
