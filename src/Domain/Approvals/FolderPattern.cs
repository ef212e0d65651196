namespace Homeport.Domain.Approvals;

/// <summary>
/// A rule's folder. Paths are compared step by step after <c>.</c> and <c>..</c> are taken out. An allowance wants every file in
/// the folder and no link on the way; a denial is content with one file, by its name or by where it really lies.
/// </summary>
internal static class FolderPattern
{
    /// <summary>
    /// What decides what agents and tools run by themselves. An allowance covers it only when its folder names it: else a right to
    /// edit would be a right to run.
    /// </summary>
    private static readonly HashSet<string> Guarded = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", ".claude", ".codex", ".gemini", ".qwen", ".opencode", ".cursor", ".homeport", ".husky", ".devcontainer", ".vscode", ".idea",
        ".github", ".mcp.json", "opencode.json", "opencode.jsonc", ".envrc", ".npmrc", ".gitmodules",
    };

    public static string? WhatIsWrong(string folder) =>
        string.IsNullOrWhiteSpace(folder) ? "Name the folder; '.' is the whole worktree."
        : folder.Any(char.IsControl) || folder.Contains('*') ? "A folder's path holds no stars and no control characters; all that is in it is meant."
        : !folder.StartsWith('/') && Steps(folder) is null ? "The folder leads out of the worktree. Write it without '..', or as an absolute path."
        : null;

    public static bool Allows(string folder, RuleSubject subject) =>
        subject.Paths.Count > 0 && Resolve(folder, subject.Root) is { } steps && subject.Paths.All(path =>
            path.Target is null && path.Path.StartsWith('/') && Steps(path.Path) is { } file && IsIn(file, steps) &&
            !file.Skip(steps.Count).Any(Guarded.Contains));

    public static Certainty Denies(string folder, RuleSubject subject)
    {
        if (subject.Class != ToolClass.Edit && subject.Paths.Count == 0)
        {
            return Certainty.No;
        }

        if (subject.Paths.Count == 0 || Resolve(folder, subject.Root) is not { } steps)
        {
            return Certainty.Maybe;
        }

        return subject.Paths.Any(path => IsIn(path.Path, steps) || (path.Target is { } target && IsIn(target, steps))) ? Certainty.Yes : Certainty.No;
    }

    private static bool IsIn(string path, List<string> folder) => Steps(path) is { } steps && IsIn(steps, folder);

    private static bool IsIn(List<string> file, List<string> folder) => file.Count > folder.Count && file.Take(folder.Count).SequenceEqual(folder);

    private static List<string>? Resolve(string folder, string? root) =>
        folder.StartsWith('/') ? Steps(folder) : root is null || Steps(folder) is null ? null : Steps($"{root}/{folder}");

    /// <summary>The steps of a path from its beginning; null when it leads out there.</summary>
    private static List<string>? Steps(string path)
    {
        List<string> steps = [];
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == "..")
            {
                if (steps.Count == 0)
                {
                    return null;
                }

                steps.RemoveAt(steps.Count - 1);
            }
            else if (step != ".")
            {
                steps.Add(step);
            }
        }

        return steps;
    }
}
