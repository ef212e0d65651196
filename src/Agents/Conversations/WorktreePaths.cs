namespace Homeport.Agents.Conversations;

/// <summary>Paths as people see them: inside the worktree without the worktree's own path.</summary>
internal sealed class WorktreePaths(string root)
{
    private readonly string _root = root.TrimEnd('/', '\\');

    public string Shorten(string path) =>
        path.Length > _root.Length + 1 && path.StartsWith(_root, StringComparison.Ordinal) && path[_root.Length] is '/' or '\\'
            ? path[(_root.Length + 1)..]
            : path;

    /// <summary>The same for every path in a text.</summary>
    public string ShortenIn(string text) =>
        _root.Length > 1 ? text.Replace($"{_root}/", "", StringComparison.Ordinal) : text;

    public string Absolute(string path) => Path.IsPathRooted(path) ? path : Path.Combine(_root, path);

    /// <summary>By its words only: links are the worker's to follow.</summary>
    public bool IsInside(string path) =>
        Path.GetFullPath(Absolute(path)).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
