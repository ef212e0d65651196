using Homeport.Platform.Sandboxes;
using Homeport.Worker.Git;

namespace Homeport.Worker.Sandboxes;

/// <summary>
/// What git needs of the repository to work in a task's worktree: all of its git folder to read; to write only objects, the
/// worktree's own state, and the folders of refs in which the task's branch, remote branches and tags lie. Configuration and
/// hooks, by which a later git outside of the sandbox would run programs, cannot be written, and neither can the files that
/// tell git where those are.
/// </summary>
internal static class GitMounts
{
    private const string Heads = "refs/heads";
    private static readonly string[] PointerNames = ["commondir", "gitdir", "config.worktree", "homeport-task"];

    public static IReadOnlyList<SandboxMount> Of(string worktree, string branch)
    {
        var git = GitFolders.Of(worktree);
        if (!git.IsLinked)
        {
            throw new WorkerRefusedException(
                Protocol.ErrorCodes.Conflict, "A sandbox needs a worktree of its own: in the repository's checkout its git folder could be changed. Choose 'worktree' above 'in place'.");
        }

        var common = git.Common;
        List<SandboxMount> mounts =
        [
            .. Alternates(git).Select(SandboxMount.ReadOnly),
            SandboxMount.ReadOnly(common),
            SandboxMount.Writable(git.Objects),
            SandboxMount.ReadOnly(Made(Path.Combine(git.Objects, "info"))),
        ];
        foreach (var refs in (string[])[FolderOf(branch), "refs/remotes", "refs/tags"])
        {
            mounts.Add(SandboxMount.Writable(Made(Path.Combine(common, refs))));
            mounts.Add(SandboxMount.Writable(Made(Path.Combine(common, "logs", refs))));
        }

        mounts.Add(SandboxMount.Empty(Path.GetDirectoryName(git.Private)!)); // what other worktrees are at
        mounts.Add(SandboxMount.Writable(git.Private));
        mounts.AddRange(Pointers(git).Select(SandboxMount.ReadOnly));
        mounts.Add(SandboxMount.Writable(worktree));
        mounts.Add(SandboxMount.ReadOnly(Path.Combine(worktree, ".git")));
        return mounts;
    }

    /// <summary>
    /// The folder of the branch's ref: a branch such as <c>homeport/fix-k3f9a2</c> may be moved, and others be made beside it,
    /// while <c>main</c> cannot be touched. A branch without a folder shares one with all that have none.
    /// </summary>
    private static string FolderOf(string branch) =>
        branch.LastIndexOf('/') is > 0 and var slash ? $"{Heads}/{branch[..slash]}" : Heads;

    /// <summary>Files of the worktree's own git folder that say where everything else is, and whose it is.</summary>
    private static IEnumerable<string> Pointers(GitFolders git)
    {
        var settings = Path.Combine(git.Private, "config.worktree");
        if (!File.Exists(settings) && ReadOrNothing(Path.Combine(git.Common, "config")).Contains("worktreeconfig", StringComparison.OrdinalIgnoreCase))
        {
            File.WriteAllText(settings, ""); // or the agent would make it, and git outside would obey it
        }

        return PointerNames
            .Select(name => Path.Combine(git.Private, name)).Where(File.Exists);
    }

    /// <summary>Folders of objects that the repository borrows from.</summary>
    private static IEnumerable<string> Alternates(GitFolders git) =>
        ReadOrNothing(Path.Combine(git.Objects, "info", "alternates")).Split('\n')
            .Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => Path.GetFullPath(line, git.Objects)).Where(Directory.Exists);

    private static string ReadOrNothing(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    private static string Made(string folder)
    {
        Directory.CreateDirectory(folder);
        return folder;
    }
}
