namespace Homeport.Host.Access;

/// <summary>How a caller showed who they are.</summary>
internal enum CredentialKind
{
    /// <summary>Not at all.</summary>
    Anonymous,

    /// <summary>The token in the data folder.</summary>
    OwnerToken,

    /// <summary>A token made for a program.</summary>
    AccessToken,

    /// <summary>The cookie of a browser that was logged in.</summary>
    Browser,

    /// <summary>The socket that only the owner's processes can open.</summary>
    OwnerSocket,

    /// <summary>The host was started with <c>--auth none</c>.</summary>
    Trusted,
}
