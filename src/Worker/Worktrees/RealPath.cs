namespace Homeport.Worker.Worktrees;

/// <summary>Paths with every symbolic link resolved, and their comparison by components.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Follows links in every component; what does not exist is kept as it is written.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string path)
    {
        var pending = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "/";
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many symbolic links in {path}.");
            }

            real = target.StartsWith('/') ? "/" : real;
            foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(piece => piece != ".").Reverse())
            {
                pending.Push(piece);
            }
        }

        return real;
    }

    /// <summary>Is it this folder or something below it? Both are real paths. <c>/home/me2</c> is not below <c>/home/me</c>.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || folder == "/" || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
