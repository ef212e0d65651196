using System.Text;
using Homeport.Platform.Processes;

namespace Homeport.Worker.Git;

/// <summary>
/// A copy of a working folder's index that holds everything that stands in the folder, untracked files included, so that
/// the person's own index is never touched. With <see cref="ScratchObjects"/> not even the repository's objects are.
/// </summary>
/// <param name="folders">The working folder.</param>
/// <param name="file">Where the copy lies.</param>
internal sealed class PrivateIndex(GitFolders folders, string file)
{
    /// <summary>One wait for the disk instead of one for each file.</summary>
    private const string BatchedDisk = "core.fsyncMethod=batch";

    private static readonly string[] Settings = ["core.safecrlf=false", "core.splitIndex=false", "advice.addEmbeddedRepo=false"];

    /// <summary>All new content goes into one file that nobody waits for: it is needed only until the next look.</summary>
    private static readonly string[] Fleeting = ["core.bigFileThreshold=1", "pack.compression=0", "core.looseCompression=0", "core.fsync=none"];

    /// <summary>Where new objects go; the repository itself when null.</summary>
    public string? ScratchObjects { get; init; }

    public Dictionary<string, string> Environment
    {
        get
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = file };
            if (ScratchObjects is { } objects)
            {
                environment["GIT_OBJECT_DIRECTORY"] = objects;
                environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Quote(folders.Objects);
            }

            return environment;
        }
    }

    /// <summary>Starts again from the person's index.</summary>
    public void CopyFromWorktree()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file + ".lock"); // ours alone; left by a crash
        if (ScratchObjects is { } objects)
        {
            DeleteFolder(objects);
            Directory.CreateDirectory(objects);
        }

        if (!File.Exists(folders.Index))
        {
            File.Delete(file);
            return;
        }

        // git compares a file's time with its index's to find edits made in the same instant: the copy may not look younger.
        var writtenAt = File.GetLastWriteTimeUtc(folders.Index);
        File.Copy(folders.Index, file, overwrite: true);
        File.SetLastWriteTimeUtc(file, writtenAt);
    }

    /// <summary>Takes everything in; ignored files stay out, and so does what cannot be read.</summary>
    public async Task AddAllAsync(GitProgram git, CancellationToken cancellationToken)
    {
        var output = await git.TryAsync(
            new GitCall
            {
                Folder = folders.Top,
                Settings = [.. Settings, BatchedDisk],
                Arguments = ["add", "--all", "--ignore-errors"],
                Environment = Environment,
                IsRead = false,
                Limits = LongRun,
            },
            cancellationToken);
        if (output.ExitCode > 1) // 1: something was left out, such as a nested repository without a commit
        {
            throw GitProgram.Failure(output, $"read what stands in {folders.Top}");
        }
    }

    /// <summary>Takes in what git status named, without another look at all the files; where that fails, everything.</summary>
    /// <param name="git">The program.</param>
    /// <param name="paths">Relative to the top of the folder; what is gone is taken out.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task AddAsync(GitProgram git, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var input = string.Join('\0', paths) + "\0";
        if (input.Contains('\uFFFD'))
        {
            await AddAllAsync(git, cancellationToken); // a name that is no UTF-8 could not be given back to git
            return;
        }

        var output = await git.TryAsync(
            new GitCall
            {
                Folder = folders.Top,
                Settings = ScratchObjects is null ? Settings : [.. Settings, .. Fleeting],
                Arguments = ["update-index", "--add", "--remove", "--replace", "-z", "--stdin"],
                Input = Encoding.UTF8.GetBytes(input),
                Environment = Environment,
                IsRead = false,
                Limits = LongRun,
            },
            cancellationToken);
        if (!output.IsSuccess)
        {
            await AddAllAsync(git, cancellationToken); // a nested repository without a commit, or a file that cannot be read
        }
    }

    public async Task<string> WriteTreeAsync(GitProgram git, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folders.Top,
                Settings = ScratchObjects is null ? [BatchedDisk] : Fleeting,
                Arguments = ["write-tree"],
                Environment = Environment,
                IsRead = false,
            },
            $"write the tree of {folders.Top}", cancellationToken);
        return output.Text;
    }

    internal static CommandLimits LongRun { get; } = new() { Timeout = TimeSpan.FromMinutes(10) };

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The list is separated by colons; a quoted entry may contain them.</summary>
    private static string Quote(string path)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in path)
        {
            quoted.Append(character is '"' or '\\' ? $"\\{character}" : character == '\n' ? "\\n" : character.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
