namespace Homeport.Host.Access;

/// <summary>How callers of the port show who they are.</summary>
public enum AuthMode
{
    /// <summary>By the owner's token, an access token or the cookie of a browser that was logged in.</summary>
    Token,

    /// <summary>Not at all: everybody who reaches the loopback port is the owner. Host and Origin are checked all the same.</summary>
    None,
}
