using System.Text;
using Homeport.Agents;
using Homeport.Platform.Files;

namespace Homeport.Worker.Runs;

/// <summary>The files of a worktree for agents that read and write through their client; nothing outside of it is reached.</summary>
internal sealed class WorktreeFiles(string worktreePath) : IAgentFiles
{
    private const int MostBytes = 8 * 1024 * 1024;

    public async Task<string> ReadTextAsync(string path, int? line, int? limit, CancellationToken cancellationToken)
    {
        using var directory = GuardedDirectory.Open(worktreePath);
        await using var file = directory.OpenRead(Relative(worktreePath, path));
        if (file.Length > MostBytes)
        {
            throw new IOException($"The file is larger than {MostBytes / (1024 * 1024)} MiB.");
        }

        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return line is null && limit is null
            ? text
            : string.Join('\n', text.Split('\n').Skip(Math.Max((line ?? 1) - 1, 0)).Take(limit ?? int.MaxValue));
    }

    public async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var directory = GuardedDirectory.Open(worktreePath);
        var relative = Relative(worktreePath, path);
        if (relative.Split('/')[0].Equals(".git", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnauthorizedAccessException("The .git of a worktree says where git finds everything else, so it is not written for an agent.");
        }

        await directory.WriteAsync(relative, Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>A path as it is below the worktree; by its words only, links are refused where it is opened.</summary>
    /// <exception cref="UnauthorizedAccessException">It leads out of it.</exception>
    public static string Relative(string worktreePath, string path)
    {
        var relative = Path.GetRelativePath(worktreePath, Path.GetFullPath(path, worktreePath));
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? throw new UnauthorizedAccessException($"{path} is outside of the task's worktree.")
            : relative;
    }
}
