namespace Homeport.Worker.Worktrees;

/// <summary>
/// Written beside a worktree's folder before it is made and removed when it is complete, so that a creation that was killed
/// is known as such and can be undone.
/// </summary>
/// <param name="Repository">The repository's shared git folder.</param>
/// <param name="Branch">The branch that the creation makes.</param>
/// <param name="BaseCommit">Where that branch starts.</param>
internal sealed record WorktreeIntent(string Repository, string Branch, string BaseCommit)
{
    private const string Suffix = ".creating";

    public static string FileOf(string worktree) => worktree + Suffix;

    public static IEnumerable<string> WorktreesUnder(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Suffix).Select(file => file[..^Suffix.Length]);

    public static WorktreeIntent? TryRead(string worktree)
    {
        var file = FileOf(worktree);
        return File.Exists(file) && File.ReadAllLines(file) is [var repository, var branch, var start]
            ? new WorktreeIntent(repository, branch, start)
            : null;
    }

    public void Write(string worktree) => DurableFile.Write(FileOf(worktree), $"{Repository}\n{Branch}\n{BaseCommit}\n");

    public static void Clear(string worktree)
    {
        if (File.Exists(FileOf(worktree)))
        {
            File.Delete(FileOf(worktree));
        }
    }
}
