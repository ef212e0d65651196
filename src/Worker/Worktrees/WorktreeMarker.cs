using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>
/// The file <c>homeport-task</c> in a worktree's private git folder. Where it is missing or names another task, nothing is
/// ever removed.
/// </summary>
/// <param name="TaskId">Whose worktree it is.</param>
/// <param name="Branch">The branch that was made for it.</param>
/// <param name="BaseCommit">Where the branch started.</param>
internal sealed record WorktreeMarker(string TaskId, string Branch, string BaseCommit)
{
    private const string FileName = "homeport-task";

    /// <summary><code>
    /// task 019a…
    /// branch homeport/fix-login-k3f9
    /// base 4f1c…
    /// </code></summary>
    public static WorktreeMarker? TryRead(string privateFolder)
    {
        var file = Path.Combine(privateFolder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        var values = File.ReadAllLines(file).Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return values.TryGetValue("task", out var task) && values.TryGetValue("branch", out var branch)
            && values.TryGetValue("base", out var start) && GitNames.IsObjectId(start)
            ? new WorktreeMarker(task, branch, start)
            : null;
    }

    /// <summary>All of it or nothing, even if the machine stops in between.</summary>
    public void Write(string privateFolder) =>
        DurableFile.Write(Path.Combine(privateFolder, FileName), $"task {TaskId}\nbranch {Branch}\nbase {BaseCommit}\n");
}
