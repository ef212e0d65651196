using Homeport.Platform.Sandboxes;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Sandboxes;

/// <summary>
/// Where a person's own tools lie outside of the system's folders, such as <c>~/.nvm/versions/node/v24</c>: shown to a sandbox
/// read-only, so that what runs in a terminal runs there too. Never a folder that holds the home, or Homeport's data.
/// </summary>
/// <param name="home">The person's home.</param>
/// <param name="root">Homeport's data folder.</param>
internal sealed class ToolFolders(string home, string root)
{
    private const string Modules = "/node_modules";

    /// <summary>Folders of which only <c>bin</c> is a tool; beside it lie settings and logins.</summary>
    private static readonly string[] Mixed = [".local", ".cargo", ".config", ".cache"];

    /// <summary>The folders of a PATH, each with what belongs to it.</summary>
    public IEnumerable<SandboxMount> OfPath(string? searchPath) => (searchPath ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .SelectMany(folder => (string[])[folder, Installation(folder)])
        .Where(IsShown).Distinct(StringComparer.Ordinal).Select(SandboxMount.ReadOnly);

    /// <summary>A program with what it is made of, wherever links lead to.</summary>
    public IEnumerable<SandboxMount> OfProgram(string path)
    {
        if (!Path.IsPathFullyQualified(path) || !File.Exists(path))
        {
            return [];
        }

        var real = RealPath.Of(path);
        var modules = real.IndexOf(Modules + "/", StringComparison.Ordinal);
        var package = modules >= 0 ? real[..(modules + Modules.Length)] : Installation(Path.GetDirectoryName(real)!);
        return new[] { package, Path.GetDirectoryName(real)!, Path.GetDirectoryName(path)! }
            .Where(IsShown).Distinct(StringComparer.Ordinal).Select(SandboxMount.ReadOnly);
    }

    /// <summary>Of <c>x/bin</c> it is <c>x</c>, unless much else lies there.</summary>
    private string Installation(string folder) =>
        Path.GetFileName(folder) == "bin" && Path.GetDirectoryName(folder) is { } parent && parent != home && !Mixed.Contains(Path.GetFileName(parent))
            ? parent
            : folder;

    private bool IsShown(string folder) =>
        Directory.Exists(folder) && folder is not "/tmp" and not "/var" && !SystemFolders.Holds(folder)
        && !RealPath.IsWithin(home, folder) && !RealPath.IsWithin(root, folder);
}
