namespace Homeport.Worker.Trust;

/// <summary>
/// Where repositories keep what makes agents, editors and git run programs: settings with hooks and commands, servers to start,
/// plugins, scripts. Words for agents alone, such as <c>AGENTS.md</c>, are not among them: an agent weighs those, and asks.
/// </summary>
internal static class ExecutableConfiguration
{
    /// <summary>Folders count with all that is in them.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        // Agents.
        ".claude", ".mcp.json", ".codex", ".gemini", "opencode.json", "opencode.jsonc", ".opencode", ".qwen", ".cursor", ".amp", ".factory",
        ".goose", ".kilocode", ".kilo", ".cline", ".clinerules", ".copilot", ".pi", ".aider.conf.yml", ".aider.conf.yaml", ".acp.json",

        // Homeport and containers.
        ".homeport", ".devcontainer", ".devcontainer.json",

        // Hooks of git that a repository brings along.
        ".githooks", ".hooks", ".husky", ".pre-commit-config.yaml", ".pre-commit-config.yml", "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml",
        "lefthook.toml", "lefthook.json", ".lefthook",
    };

    /// <summary>In folders that also hold other things.</summary>
    private static readonly string[] Deeper = [".github/hooks", ".github/mcp.json", ".github/copilot", ".vscode/mcp.json", ".agents/mcp.json"];

    /// <summary>In the order in which they are looked for; relative, with <c>/</c>.</summary>
    public static IEnumerable<string> In(string worktree)
    {
        // What is there decides, not what is asked for: on some disks .Claude is .claude.
        var top = new DirectoryInfo(worktree).EnumerateFileSystemInfos().Select(entry => entry.Name).Where(Names.Contains);
        return top.Concat(Deeper.Where(path => Path.Exists(Path.Combine(worktree, path)))).Order(StringComparer.Ordinal);
    }

    /// <summary>Is it one of them, or below one?</summary>
    public static bool Holds(string path)
    {
        var first = path.Split('/', 2)[0];
        return Names.Contains(first) || Deeper.Any(known =>
            path.Equals(known, StringComparison.OrdinalIgnoreCase) || path.StartsWith(known + "/", StringComparison.OrdinalIgnoreCase));
    }
}
