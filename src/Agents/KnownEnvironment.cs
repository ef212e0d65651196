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

    /// <summary>Keys by which agents that speak to any provider reach the usual ones.</summary>
    public static readonly string[] ProviderKeys =
    [
        "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY", "GROQ_API_KEY", "MISTRAL_API_KEY", "DEEPSEEK_API_KEY",
        "XAI_API_KEY",
    ];

    /// <summary>Those keys, and what else sets such an agent up for its provider.</summary>
    public static readonly string[] Providers =
    [
        .. ProviderKeys, "ANTHROPIC_*", "OPENAI_*", "GEMINI_*", "GOOGLE_*", "AZURE_*", "AWS_*", "OLLAMA_*", .. Network,
    ];
}
