using Homeport.Protocol.Approvals;

namespace Homeport.Worker.Runs;

/// <summary>Where the files lie that an agent wants to change. Only the machine that has them can follow links.</summary>
internal static class EditedPaths
{
    private const int MostPaths = 500;
    private const int MostLinks = 40;

    /// <param name="root">The worktree; links on the way to it are its owner's and count as nothing.</param>
    /// <param name="paths">As the agent names them; relative ones belong to the worktree.</param>
    /// <returns>Null when there are none, or more than anybody would judge one by one.</returns>
    public static IReadOnlyList<ApprovalPath>? Resolve(string root, IReadOnlyList<string>? paths) =>
        paths is not { Count: > 0 and <= MostPaths } ? null : [.. paths.Distinct(StringComparer.Ordinal).Select(path => Resolve(root, path))];

    private static ApprovalPath Resolve(string root, string path)
    {
        var written = Path.GetFullPath(path, root);
        try
        {
            var (realRoot, real) = (Follow(root), Follow(Path.IsPathRooted(path) ? path : $"{root}/{path}"));
            var asWritten = real == realRoot || real.StartsWith($"{realRoot}/", StringComparison.Ordinal) ? $"{root.TrimEnd('/')}{real[realRoot.Length..]}" : real;
            return new(written, asWritten == written ? null : real);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(written, "an unknown place"); // what cannot be looked at is not trusted
        }
    }

    /// <summary>As the system would: step by step, links first, also before a step back. What does not exist is taken as written.</summary>
    private static string Follow(string path)
    {
        var steps = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        List<string> found = [];
        for (var links = 0; steps.TryPop(out var step);)
        {
            if (step == ".")
            {
                continue;
            }

            if (step == "..")
            {
                found = found.Count > 0 ? found[..^1] : found;
                continue;
            }

            if (new FileInfo($"/{string.Join('/', found.Append(step))}").LinkTarget is not { } target)
            {
                found.Add(step);
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path} has too many links.");
            }

            found = target.StartsWith('/') ? [] : found;
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                steps.Push(part);
            }
        }

        return $"/{string.Join('/', found)}";
    }
}
