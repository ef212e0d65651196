namespace Homeport.Agents;

/// <summary>Variables that several agents need.</summary>
internal static class KnownEnvironment
{
    /// <summary>How programs of this machine reach the network.</summary>
    public static readonly string[] Network =
    [
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
    ];
}
