using System.Security.Cryptography;
using System.Text;
using Homeport.Worker.Git;

namespace Homeport.Worker.Worktrees;

/// <summary>Homeport's data folder, as far as the worker fills it.</summary>
/// <param name="path">Absolute; what lies below is made when needed.</param>
internal sealed class WorktreeRoot(string path)
{
    /// <summary>The real path, so that it compares with what git reports.</summary>
    public string Path { get; } = RealPath.Of(path);

    public string Worktrees => System.IO.Path.Combine(Path, "worktrees");
    public string Trash => System.IO.Path.Combine(Path, "trash");
    public string Repositories => System.IO.Path.Combine(Path, "repositories");

    /// <summary>Private indexes; may be deleted whenever nothing runs.</summary>
    public string Scratch => System.IO.Path.Combine(Path, "scratch");

    public string WorktreeOf(string projectFolder, string shortId) => System.IO.Path.Combine(
        Worktrees, GitNames.RequireFolderName(projectFolder), GitNames.RequireFolderName(shortId));

    /// <summary>Is this exactly <c>worktrees/project/id</c>, without a symbolic link on the way?</summary>
    public bool HoldsWorktree(string worktree)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(worktree));
        return RealPath.Of(full) == full
            && System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(full)) == Worktrees;
    }

    /// <summary>A folder of our own for what we compute about a working folder.</summary>
    public string ScratchOf(string folder) =>
        System.IO.Path.Combine(Scratch, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 12)));
}
