namespace Homeport.Protocol.Agents;

/// <summary>The kinds of agents that can be run.</summary>
public static class AgentKinds
{
    public const string ClaudeCode = "claude_code";
    public const string Codex = "codex";
    public const string Gemini = "gemini";
    public const string Opencode = "opencode";
    public const string Copilot = "copilot";
    public const string Qwen = "qwen";
    public const string Cline = "cline";
    public const string Kilo = "kilo";
    public const string Droid = "droid";
    public const string Goose = "goose";
    public const string Pi = "pi";
    public const string Amp = "amp";
    public const string Aider = "aider";

    /// <summary>Any program that speaks the Agent Client Protocol; the task gives its command line.</summary>
    public const string Acp = "acp";

    /// <summary>Any program in a terminal of its own; the task gives its command line.</summary>
    public const string Terminal = "terminal";

    /// <summary>How the kinds of registered programs in terminals begin; a short name follows.</summary>
    public const string TerminalPrefix = "terminal:";

    /// <summary>Aider as a person uses it.</summary>
    public const string AiderTerminal = TerminalPrefix + "aider";

    /// <summary>The scripted agent that ships with Homeport: no key, no model.</summary>
    public const string Demo = "demo";

    /// <summary>It works in a terminal of its own, which a person looks at; Homeport only guesses what it does.</summary>
    public static bool IsTerminal(string kind) => kind == Terminal || kind.StartsWith(TerminalPrefix, StringComparison.Ordinal);
}
