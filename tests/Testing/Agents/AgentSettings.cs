namespace Homeport.Testing.Agents;

/// <summary>How each real agent is pointed at a model server on this machine and kept from asking the internet.</summary>
public static class AgentSettings
{
    /// <summary>Copilot blacks out its key wherever the text appears, so it must be a word that nobody writes.</summary>
    public const string Key = "sk-not-a-real-key-0000";

    /// <summary>Claude Code 2.1. Without the switches it looks up api.anthropic.com even with another base URL.</summary>
    public static IReadOnlyDictionary<string, string> ClaudeCode(string url) => new Dictionary<string, string>
    {
        ["ANTHROPIC_BASE_URL"] = url,
        ["ANTHROPIC_API_KEY"] = Key,
        ["ANTHROPIC_MODEL"] = "claude-fake",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["CLAUDE_CODE_MAX_RETRIES"] = "1", // 10 by default, with growing delays
        ["ENABLE_TOOL_SEARCH"] = "false", // otherwise ExitPlanMode and tools of MCP servers are left out of the request
    };

    /// <summary>Codex 0.169 takes the rest from <see cref="CodexConfiguration"/> in its <c>CODEX_HOME</c>.</summary>
    public static IReadOnlyDictionary<string, string> Codex(string codexHome) => new Dictionary<string, string>
    {
        ["CODEX_HOME"] = codexHome,
        ["OPENAI_API_KEY"] = Key,
    };

    /// <summary>
    /// <c>config.toml</c>. The three features and the analytics would look up hosts; without the last feature Codex waits for
    /// ever when the server is down. A model that Codex does not know gets a shell only; <c>gpt-5.5</c> also gets apply_patch.
    /// </summary>
    public static string CodexConfiguration(string url, string model) => $"""
        model = "{model}"
        model_provider = "fake"
        check_for_update_on_startup = false
        [features]
        plugins = false
        apps = false
        remote_plugin = false
        unbounded_connection_retries = false
        [analytics]
        enabled = false
        [feedback]
        enabled = false
        [model_providers.fake]
        name = "fake"
        base_url = "{url}/v1"
        wire_api = "responses"
        env_key = "OPENAI_API_KEY"
        request_max_retries = 2
        stream_max_retries = 2

        """;

    /// <summary>Gemini CLI 0.61, together with <see cref="GeminiConfiguration"/> in <c>~/.gemini/settings.json</c>.</summary>
    public static IReadOnlyDictionary<string, string> Gemini(string url) => new Dictionary<string, string>
    {
        ["GOOGLE_GEMINI_BASE_URL"] = url,
        ["GEMINI_API_KEY"] = Key,
        ["GEMINI_MODEL"] = "gemini-2.5-pro",
        ["GEMINI_CLI_TRUST_WORKSPACE"] = "true",
        ["GEMINI_CLI_NO_RELAUNCH"] = "true", // one process: a parent would not forward signals
    };

    public const string GeminiConfiguration = """
        {
          "security": { "auth": { "selectedType": "gemini-api-key" } },
          "general": { "enableAutoUpdate": false, "enableAutoUpdateNotification": false, "maxAttempts": 2 },
          "privacy": { "usageStatisticsEnabled": false },
          "telemetry": { "enabled": false },
          "tools": { "useRipgrep": false }
        }

        """;

    /// <summary>GitHub Copilot CLI 1.0 with an own model provider; no login is needed.</summary>
    public static IReadOnlyDictionary<string, string> Copilot(string url) => new Dictionary<string, string>
    {
        ["COPILOT_OFFLINE"] = "true",
        ["COPILOT_AUTO_UPDATE"] = "false",
        ["COPILOT_PROVIDER_BASE_URL"] = $"{url}/v1",
        ["COPILOT_PROVIDER_API_KEY"] = Key,
        ["COPILOT_MODEL"] = "fake-model",
    };
}
