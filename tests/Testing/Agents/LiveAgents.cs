namespace Homeport.Testing.Agents;

/// <summary>Which agents are run for real by the tests, and through what. The tests run what is listed here and nothing else.</summary>
public static class LiveAgents
{
    private static readonly LiveScenario[] All = Enum.GetValues<LiveScenario>();

    /// <summary>By the kind of agent.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<LiveScenario>> Scenarios { get; } =
        new Dictionary<string, IReadOnlyList<LiveScenario>>
        {
            ["claude_code"] = All,
            ["codex"] = All,
            ["gemini"] = [.. All.Except([LiveScenario.Resume])], // it does not find a session again in the minute in which it began
            ["copilot"] = All,
            ["opencode"] = All,
            ["qwen"] = All,
            ["cline"] = All,
            ["pi"] = [.. All.Except([LiveScenario.Deny])], // it asks for nothing
        };

    /// <summary>The order that makes the model call a tool for which this agent asks.</summary>
    public static string OrderToWrite(string kind, string path) =>
        kind == "codex" ? $"fake:ask-permission cmd=\"touch {path}\"" : $"fake:write-file path={path}";

    /// <summary>The mode to run it in, so that it asks where it can.</summary>
    public static string Mode(string kind) => kind == "pi" ? "bypass" : "ask";
}
