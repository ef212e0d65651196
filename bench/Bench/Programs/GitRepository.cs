using System.Globalization;
using Homeport.Platform.Processes;

namespace Homeport.Bench.Programs;

/// <summary>A repository with one commit, and git itself, run the way the worker runs it.</summary>
internal sealed class GitRepository
{
    private readonly Dictionary<string, string> _environment;

    private GitRepository(string path, Dictionary<string, string> environment) => (Path, _environment) = (path, environment);

    public string Path { get; }

    /// <param name="folder">In whose home it is made.</param>
    /// <param name="files">Text files of some 2 kB, a hundred in a folder.</param>
    public static async Task<GitRepository> CreateAsync(BenchFolder folder, int files)
    {
        var repository = new GitRepository(System.IO.Path.Combine(folder.Home, $"repository-{files.ToString(CultureInfo.InvariantCulture)}"), folder.Environment());
        for (var index = 0; index < files; index++)
        {
            await WriteAsync(FileIn(repository.Path, index), "first");
        }

        await repository.GitAsync(repository.Path, null, "init", "--quiet", "--initial-branch=main");
        await repository.GitAsync(repository.Path, null, "add", "--all");
        await repository.GitAsync(repository.Path, null, "commit", "--quiet", "-m", "First");
        return repository;
    }

    public static string FileIn(string folder, int index) => System.IO.Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"folder-{index / 100}"), string.Create(CultureInfo.InvariantCulture, $"file-{index}.txt"));

    /// <summary>Writes a file whose middle line holds a word.</summary>
    public static async Task WriteAsync(string path, string word)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var lines = Enumerable.Range(0, 40).Select(line => line == 20 ? $"line {line} {word}" : $"line {line} of {System.IO.Path.GetFileName(path)}, some text that fills it");
        await File.WriteAllLinesAsync(path, lines);
    }

    /// <param name="folder">Where it runs.</param>
    /// <param name="index">The index that it is to use; null for the folder's own.</param>
    /// <param name="arguments">As on the command line.</param>
    public async Task GitAsync(string folder, string? index, params string[] arguments)
    {
        var environment = index is null ? _environment : new Dictionary<string, string>(_environment) { ["GIT_INDEX_FILE"] = index };
        var result = await Command.RunAsync(
            new ProcessStart { FileName = "git", Arguments = arguments, WorkingDirectory = folder, Environment = environment },
            default, CommandLimits.Default, TimeProvider.System, CancellationToken.None);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed: {result.Error}");
        }
    }
}
