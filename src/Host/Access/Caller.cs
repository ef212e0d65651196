using Homeport.Domain.Access;

namespace Homeport.Host.Access;

/// <summary>Who asks. It is the same whichever way the request came.</summary>
/// <param name="Name">For people: in logs, decisions and comments.</param>
/// <param name="Method">How it was shown who they are.</param>
/// <param name="CredentialId">The browser session or access token in use; null for the others.</param>
internal sealed record Caller(string Name, Role Role, CredentialKind Method, string? CredentialId = null)
{
    /// <summary>Nobody in particular: may only use what is public.</summary>
    public static readonly Caller Anonymous = new("anonymous", Role.Viewer, CredentialKind.Anonymous);

    public bool Can(Permission permission) => permission switch
    {
        Permission.Public => true,
        Permission.OwnerOnly when Method == CredentialKind.AccessToken => false,
        _ => Method != CredentialKind.Anonymous && Role.Grants(permission),
    };
}
