using System.Security.Cryptography;
using Homeport.Platform.Processes;
using Homeport.Protocol.Link;
using Homeport.Protocol.Mcp;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Mcp;

/// <summary>The files that a command runs: its program, and what its arguments name by an absolute path. A person agrees to exactly these.</summary>
internal sealed class PinnedFiles(WorkerOptions options)
{
    private const long LargestFile = 1024L * 1024 * 1024;
    private const int MostFiles = 20;

    public async Task<FindPinnedFilesResponse> RunAsync(FindPinnedFilesRequest request, CancellationToken cancellationToken) =>
        new() { Files = await FindAsync(request.Command, cancellationToken) };

    /// <summary>The program first; empty where it is not there.</summary>
    public async Task<IReadOnlyList<PinnedFile>> FindAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        if (Locate(command[0]) is not { } program)
        {
            return [];
        }

        var paths = command.Skip(1).Where(word => Path.IsPathFullyQualified(word) && File.Exists(word)).Prepend(program)
            .Distinct(StringComparer.Ordinal).Take(MostFiles);
        List<PinnedFile> files = [];
        foreach (var path in paths)
        {
            files.Add(new PinnedFile { Path = path, Hash = await HashAsync(path, cancellationToken) });
        }

        return files;
    }

    /// <summary>The first argument that names a file of the worktree: whoever may change the repository may change it.</summary>
    public static string? FindOfRepository(IReadOnlyList<string> command, string worktree) => command.Skip(1).FirstOrDefault(word =>
        word.Length > 0 && word[0] != '-' && !word.Contains('\0', StringComparison.Ordinal)
        && (Path.IsPathFullyQualified(word) ? RealPath.IsWithin(RealPath.Of(word), RealPath.Of(worktree)) : Path.Exists(Path.Combine(worktree, word))));

    private string? Locate(string program) => Path.IsPathFullyQualified(program)
        ? File.Exists(program) ? program : null
        : ExecutableLookup.Find(program, options.Environment.GetValueOrDefault("PATH"));

    /// <summary>What cannot be read, or is beyond all measure, is told apart from every content.</summary>
    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return file.Length > LargestFile ? "too large" : Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return "not readable";
        }
    }
}
