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

    /// <summary>opencode 1.18. Without these it looks for newer versions, lists of models and language servers.</summary>
    public static IReadOnlyDictionary<string, string> Opencode { get; } = new Dictionary<string, string>
    {
        ["OPENCODE_DISABLE_AUTOUPDATE"] = "1",
        ["OPENCODE_DISABLE_MODELS_FETCH"] = "1",
        ["OPENCODE_DISABLE_LSP_DOWNLOAD"] = "1",
    };

    /// <summary><c>~/.config/opencode/opencode.json</c>.</summary>
    public static string OpencodeConfiguration(string url) => $$"""
        {
          "autoupdate": false,
          "share": "disabled",
          "model": "fake/fake-model",
          "small_model": "fake/fake-model",
          "provider": {
            "fake": {
              "npm": "@ai-sdk/openai-compatible",
              "name": "Fake",
              "options": { "baseURL": "{{url}}/v1", "apiKey": "{{Key}}" },
              "models": { "fake-model": { "name": "Fake model", "tool_call": true, "limit": { "context": 200000, "output": 8192 } } }
            }
          }
        }

        """;

    /// <summary>Qwen Code 0.24: <c>~/.qwen/settings.json</c>. With its memory on, a second agent reads along after each turn.</summary>
    public static string QwenConfiguration(string url) => $$"""
        {
          "security": { "auth": { "selectedType": "openai", "apiKey": "{{Key}}", "baseUrl": "{{url}}/v1" } },
          "general": { "enableAutoUpdate": false },
          "privacy": { "usageStatisticsEnabled": false },
          "telemetry": { "enabled": false },
          "model": { "name": "fake-model" },
          "memory": { "enableManagedAutoMemory": false, "enableManagedAutoDream": false }
        }

        """;

    /// <summary>Cline 3.0; its ACP mode takes the provider from here only.</summary>
    public static IReadOnlyDictionary<string, string> Cline { get; } = new Dictionary<string, string>
    {
        ["CLINE_PROVIDER"] = "openai-compatible",
        ["CLINE_API_KEY"] = Key,
        ["CLINE_MODEL"] = "fake-model",
    };

    /// <summary><c>~/.cline/data/settings/providers.json</c>, as <c>cline auth</c> writes it.</summary>
    public static string ClineProviders(string url) => $$"""
        {
          "version": 1,
          "lastUsedProvider": "openai-compatible",
          "modes": {},
          "providers": {
            "openai-compatible": {
              "settings": { "provider": "openai-compatible", "apiKey": "{{Key}}", "model": "fake-model", "baseUrl": "{{url}}/v1" },
              "updatedAt": "2026-01-01T00:00:00.000Z",
              "tokenSource": "manual"
            }
          }
        }

        """;

    public const string ClineConfiguration = """{ "telemetryOptOut": true, "autoUpdateEnabled": false }""";

    /// <summary>pi 0.73, with <see cref="PiModels"/> and <see cref="PiConfiguration"/> in <c>~/.pi/agent</c>.</summary>
    public static IReadOnlyDictionary<string, string> Pi { get; } = new Dictionary<string, string> { ["PI_OFFLINE"] = "1", ["PI_TELEMETRY"] = "0" };

    public static string PiModels(string url) => $$"""
        {
          "providers": {
            "fake": {
              "baseUrl": "{{url}}/v1",
              "api": "openai-completions",
              "apiKey": "{{Key}}",
              "models": [
                {
                  "id": "fake-model", "name": "Fake", "reasoning": false, "input": ["text"], "contextWindow": 200000, "maxTokens": 8192,
                  "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 }
                }
              ]
            }
          }
        }

        """;

    public const string PiConfiguration = """{ "defaultProvider": "fake", "defaultModel": "fake-model", "quietStartup": true }""";
}
