using Homeport.Protocol;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Browse;

/// <summary>The folders a person may pick repositories from: home, and what the owner added.</summary>
/// <param name="roots">Absolute; the first is where browsing starts.</param>
internal sealed class AllowedRoots(IReadOnlyList<string> roots)
{
    public IReadOnlyList<string> Items { get; } = [.. roots.Select(RealPath.Of).Distinct(StringComparer.Ordinal)];

    /// <summary>The real path of something that may be looked at.</summary>
    /// <exception cref="WorkerRefusedException">It is relative, or lies elsewhere once its links are followed.</exception>
    public string Require(string path)
    {
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0'))
        {
            throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"'{path}' is no absolute path. Give one that begins with '/'.");
        }

        string real;
        try
        {
            real = RealPath.Of(path);
        }
        catch (IOException circle)
        {
            throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, circle.Message);
        }

        return Allows(real)
            ? real
            : throw new WorkerRefusedException(
                ErrorCodes.PathNotAllowed,
                $"{path} lies outside the folders that Homeport may look at ({string.Join(", ", Items)}). Start Homeport with --allow and its folder to use it.");
    }

    public bool Allows(string realPath) => Items.Any(root => RealPath.IsWithin(realPath, root));
}
