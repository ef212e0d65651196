using System.Diagnostics;

namespace Homeport.Testing.Git;

/// <summary>
/// A real git repository in a folder of its own, beside a data folder and a home without anybody's settings. Everything goes
/// when it is disposed.
/// </summary>
public sealed class TestRepository : IDisposable
{
    private TestRepository(string folder, string name)
    {
        Folder = folder;
        Path = System.IO.Path.Combine(folder, name);
        Home = System.IO.Path.Combine(folder, "home");
        Data = System.IO.Path.Combine(folder, "data");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Home,
        };
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Home);
    }

    /// <summary>Holds all the others.</summary>
    public string Folder { get; }

    /// <summary>The repository's working folder, <c>main</c> checked out.</summary>
    public string Path { get; }

    public string Home { get; }

    /// <summary>For Homeport's own files; not made yet.</summary>
    public string Data { get; }

    /// <summary>PATH and an empty HOME.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>An initialised repository with an identity and no commit.</summary>
    /// <param name="cancellationToken">Ends git.</param>
    /// <param name="name">Of its folder.</param>
    public static async Task<TestRepository> CreateEmptyAsync(CancellationToken cancellationToken, string name = "app")
    {
        var repository = new TestRepository(Directory.CreateTempSubdirectory("homeport-git-").FullName, name);
        await repository.GitAsync(["init", "--quiet", "--initial-branch=main"], cancellationToken);
        await repository.GitAsync(["config", "user.name", "Ada"], cancellationToken);
        await repository.GitAsync(["config", "user.email", "ada@example.org"], cancellationToken);
        return repository;
    }

    /// <summary>One commit with <c>README.md</c> and <c>src/app.txt</c>.</summary>
    public static async Task<TestRepository> CreateAsync(CancellationToken cancellationToken, string name = "app")
    {
        var repository = await CreateEmptyAsync(cancellationToken, name);
        repository.Write("README.md", "# App\n");
        repository.Write("src/app.txt", "one\ntwo\nthree\n");
        await repository.CommitAsync("start", cancellationToken);
        return repository;
    }

    public Task<string> GitAsync(string[] arguments, CancellationToken cancellationToken) => GitAsync(Path, arguments, cancellationToken);

    /// <summary>Runs git as a person would and gives its output without the last line break.</summary>
    /// <exception cref="InvalidOperationException">git failed; the message has what it said.</exception>
    public async Task<string> GitAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output.TrimEnd('\n')
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }

    /// <summary>Commits everything in the main folder and gives the commit's id.</summary>
    public async Task<string> CommitAsync(string message, CancellationToken cancellationToken)
    {
        await GitAsync(["add", "--all"], cancellationToken);
        await GitAsync(["commit", "--quiet", "--allow-empty", "-m", message], cancellationToken);
        return await HeadAsync(cancellationToken);
    }

    public Task<string> HeadAsync(CancellationToken cancellationToken) => GitAsync(["rev-parse", "HEAD"], cancellationToken);

    public string Write(string path, string text) => WriteIn(Path, path, text);

    public static string WriteIn(string folder, string path, string text)
    {
        var file = System.IO.Path.Combine(folder, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        using var remove = Process.Start("rm", ["-rf", "--", Folder]); // copes with names that are no UTF-8, unlike Directory.Delete
        remove.WaitForExit();
    }
}
